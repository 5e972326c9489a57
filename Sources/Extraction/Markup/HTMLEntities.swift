/// Character references of HTML: those in common use by name, all by number (HTML §13.5).
enum HTMLEntities {
  /// U+00A0 to U+00FF, in order.
  private static let latin1 = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde \
    Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute \
    Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde \
    auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute \
    ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
    """
  /// U+0391 to U+03A9, in order, without U+03A2; lower case is U+0020 further.
  private static let greek = """
    Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau \
    Upsilon Phi Chi Psi Omega
    """
  private static let others: [String: UInt32] = [
    "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "AMP": 0x26, "LT": 0x3C,
    "GT": 0x3E, "QUOT": 0x22, "OElig": 0x152, "oelig": 0x153, "Scaron": 0x160, "scaron": 0x161,
    "Yuml": 0x178, "fnof": 0x192, "circ": 0x2C6, "tilde": 0x2DC, "ensp": 0x2002, "emsp": 0x2003,
    "thinsp": 0x2009, "zwnj": 0x200C, "zwj": 0x200D, "lrm": 0x200E, "rlm": 0x200F, "hyphen": 0x2010,
    "dash": 0x2010, "ndash": 0x2013, "mdash": 0x2014, "horbar": 0x2015, "lsquo": 0x2018,
    "rsquo": 0x2019, "sbquo": 0x201A, "ldquo": 0x201C, "rdquo": 0x201D, "bdquo": 0x201E,
    "dagger": 0x2020, "Dagger": 0x2021, "bull": 0x2022, "hellip": 0x2026, "permil": 0x2030,
    "prime": 0x2032, "Prime": 0x2033, "lsaquo": 0x2039, "rsaquo": 0x203A, "oline": 0x203E,
    "frasl": 0x2044, "euro": 0x20AC, "trade": 0x2122, "larr": 0x2190, "uarr": 0x2191,
    "rarr": 0x2192, "darr": 0x2193, "harr": 0x2194, "sigmaf": 0x3C2, "part": 0x2202, "sum": 0x2211,
    "minus": 0x2212, "radic": 0x221A, "infin": 0x221E, "asymp": 0x2248, "ne": 0x2260,
    "equiv": 0x2261,
    "le": 0x2264, "ge": 0x2265, "diam": 0x2300, "loz": 0x25CA, "Tab": 0x09, "NewLine": 0x0A,
    "excl": 0x21, "num": 0x23, "dollar": 0x24, "percnt": 0x25, "lpar": 0x28, "rpar": 0x29,
    "ast": 0x2A, "plus": 0x2B, "comma": 0x2C, "period": 0x2E, "sol": 0x2F, "colon": 0x3A,
    "semi": 0x3B, "equals": 0x3D, "quest": 0x3F, "commat": 0x40, "lsqb": 0x5B, "lbrack": 0x5B,
    "bsol": 0x5C, "rsqb": 0x5D, "rbrack": 0x5D, "lowbar": 0x5F, "lcub": 0x7B, "vert": 0x7C,
    "rcub": 0x7D, "check": 0x2713, "bigstar": 0x2605, "phone": 0x260E,
  ]

  private static let named: [String: UInt32] = {
    var table = others
    for (index, name) in latin1.split(separator: " ").enumerated() {
      table[String(name)] = 0xA0 + UInt32(index)
    }
    for (index, name) in greek.split(separator: " ").enumerated() where name != "-" {
      table[String(name)] = 0x391 + UInt32(index)
      table[name.lowercased()] = table[name.lowercased()] ?? 0x3B1 + UInt32(index)
    }
    return table
  }()

  /// Longest reference that is looked for, in bytes.
  private static let limit = 32

  /// The reference that begins at the `&` at `start`: its length and what it stands for.
  static func reference(_ bytes: [UInt8], _ start: Int) -> (length: Int, scalar: UInt32)? {
    let rest = bytes[(start + 1)...].prefix(limit)
    if rest.first == 0x23 { return numeric(rest.dropFirst()) }
    let name = rest.prefix { isAlphanumeric($0) }
    let hasEnd = name.endIndex < bytes.count && bytes[name.endIndex] == 0x3B
    guard let scalar = named[String(decoding: name, as: UTF8.self)] else { return nil }
    // Without its semicolon only an old one is a reference (HTML §13.2.5.73).
    guard hasEnd || scalar <= 0xFF, !name.isEmpty else { return nil }
    return (name.count + (hasEnd ? 2 : 1), scalar)
  }

  private static func numeric(_ rest: ArraySlice<UInt8>) -> (Int, UInt32)? {
    let isHex = rest.first == 0x78 || rest.first == 0x58
    let digits = rest.dropFirst(isHex ? 1 : 0).prefix { isHex ? isHexDigit($0) : isDigit($0) }
    guard !digits.isEmpty else { return nil }
    let text = String(decoding: digits, as: UTF8.self)
    let value = UInt32(text, radix: isHex ? 16 : 10) ?? 0
    let hasEnd = rest.indices.contains(digits.endIndex) && rest[digits.endIndex] == 0x3B
    let length = 2 + (isHex ? 1 : 0) + digits.count + (hasEnd ? 1 : 0)
    return (length, scalar(value))
  }

  /// Numbers of control characters are Windows-1252 (HTML §13.2.5.80).
  private static func scalar(_ value: UInt32) -> UInt32 {
    if (0x80...0x9F).contains(value) {
      let byte = [UInt8(value)]
      return byte.withUnsafeBytes { raw in
        var decoder = ScalarDecoder(raw, .latin1)
        return decoder.next() ?? 0xFFFD
      }
    }
    return value == 0 || Unicode.Scalar(value) == nil ? 0xFFFD : value
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x46).contains(byte & 0xDF)
  }
  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF)
  }
}
