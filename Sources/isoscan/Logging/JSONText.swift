/// JSON text for values that are written by hand (RFC 8259).
enum JSONText {
  /// A quoted string with everything escaped that has to be (RFC 8259 §7).
  static func string(_ text: String) -> String {
    var json = "\""
    json.reserveCapacity(text.utf8.count + 2)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }

  /// Appends a quoted string of valid UTF-8, escaped as in ``string(_:)``.
  static func append(_ utf8: some Collection<UInt8>, to json: inout [UInt8]) {
    json.reserveCapacity(json.count + utf8.count + utf8.count / 16 + 2)
    json.append(UInt8(ascii: "\""))
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        json.append(UInt8(ascii: "\\"))
        json.append(byte)
      case 0x20..<0x7F, 0x80...: json.append(byte)
      default: json += escape(byte).utf8
      }
    }
    json.append(UInt8(ascii: "\""))
  }

  private static func escape(_ control: UInt8) -> String {
    switch control {
    case UInt8(ascii: "\n"): return "\\n"
    case UInt8(ascii: "\r"): return "\\r"
    case UInt8(ascii: "\t"): return "\\t"
    default:
      let digits = String(control, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
}
