/// A PDF object (ISO 32000-2 §7.3).
enum PDFObject {
  case null
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case name(Name)
  /// Decoded bytes, decrypted where the document is encrypted.
  case string([UInt8])
  case array([PDFObject])
  case dictionary(PDFDictionary)
  case stream(PDFStream)
  case reference(Reference)

  /// An indirect reference (ISO 32000-2 §7.3.10).
  struct Reference: Hashable, Sendable {
    var number: Int
    var generation: Int
  }
}

/// What an object is, taken as it stands: a reference is not followed (see ``PDFDocument/resolve(_:)``).
extension PDFObject {
  var isNull: Bool { if case .null = self { true } else { false } }

  var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// An integer, or a real number that is near one.
  var integer: Int? {
    switch self {
    case .integer(let value): value
    case .real(let value): Int(exactly: value.rounded())
    default: nil
    }
  }

  /// A finite number.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  var name: Name? { if case .name(let value) = self { value } else { nil } }

  var string: [UInt8]? { if case .string(let value) = self { value } else { nil } }

  var array: [PDFObject]? { if case .array(let value) = self { value } else { nil } }

  /// A dictionary, or a stream's.
  var dictionary: PDFDictionary? {
    switch self {
    case .dictionary(let value): value
    case .stream(let value): value.dictionary
    default: nil
    }
  }

  var stream: PDFStream? { if case .stream(let value) = self { value } else { nil } }

  var reference: Reference? { if case .reference(let value) = self { value } else { nil } }
}
