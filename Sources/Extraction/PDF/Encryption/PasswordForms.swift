import Foundation

/// The bytes that a password may stand for, likeliest first.
enum PasswordForms {
  /// Revisions 2 to 4 take PDFDocEncoding (ISO 32000-2 §7.6.4.3.2, step a), 5 and 6 UTF-8 of the
  /// string as SASLprep leaves it (§7.6.4.3.3). Some writers take other bytes, so these follow:
  /// UTF-8 as given, and Latin-1 in the old revisions.
  static func bytes(of password: String, revision: Int) -> [[UInt8]] {
    let plain = Array(password.utf8)
    let others =
      revision >= 5
      ? [saslprep(password).map { Array($0.utf8) }]
      : [pdfDocEncoded(password), latin1(password)]
    var forms = others.compactMap { $0 }
    forms.append(plain)
    return forms.enumerated().filter { at, form in !forms[..<at].contains(form) }.map(\.element)
  }

  private static func pdfDocEncoded(_ text: String) -> [UInt8]? {
    let composed = text.precomposedStringWithCanonicalMapping
    var bytes: [UInt8] = []
    for scalar in composed.unicodeScalars {
      guard scalar.value != 0,
        let byte = EncodingTables.pdfDoc.firstIndex(where: { UInt32($0) == scalar.value })
      else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: byte))
    }
    return bytes
  }

  private static func latin1(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// The string as RFC 4013 §2.1 and §2.2 prepare it; nil where §2.3 prohibits a character of it.
  ///
  /// The bidirectional check of §2.4 is left out: what it refuses, no writer accepted.
  static func saslprep(_ text: String) -> String? {
    var mapped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isMappedToNothing(scalar) {
      let isSpace = scalar.properties.generalCategory == .spaceSeparator
      mapped.append(isSpace || scalar.value == 0x200B ? " " : scalar)
    }
    let normal = String(mapped).precomposedStringWithCompatibilityMapping
    return normal.unicodeScalars.contains(where: isProhibited) ? nil : normal
  }

  /// RFC 3454 table B.1. U+200B is in table C.1.2 as well, which comes first.
  private static func isMappedToNothing(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x34F, 0x1806, 0x180B...0x180D, 0x200C, 0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF: true
    default: false
    }
  }

  /// RFC 4013 §2.3: controls, private use, non-characters, surrogates and tagging characters.
  private static func isProhibited(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: return true
    default: break
    }
    switch scalar.value {
    case 0x340, 0x341, 0x6DD, 0x70F, 0x180E, 0x200E, 0x200F, 0x202A...0x202E, 0x2061...0x206F,
      0x2FF0...0x2FFB, 0xFFF9...0xFFFD, 0x1D173...0x1D17A, 0xE0001...0xE007F:
      return true
    default: return scalar.properties.isNoncharacterCodePoint
    }
  }
}
