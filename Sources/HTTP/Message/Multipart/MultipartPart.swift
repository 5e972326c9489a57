/// What the header of one part of a form says (RFC 7578 §4).
public struct MultipartPart: Equatable, Sendable {
  /// The form field's name.
  public let name: String
  /// The file's name as the client gave it, folders and all; nil for a plain field.
  public let fileName: String?
  public let contentType: String?

  /// - Parameter head: field lines with their ends, and the empty line.
  init(head: [UInt8]) throws(MultipartError) {
    var disposition: ParameterizedValue?
    var type: String?
    for (name, value) in try Self.fields(head) {
      switch name {
      case "content-disposition": disposition = ParameterizedValue(value, isFormData: true)
      case "content-type": type = value
      default: break
      }
    }
    // RFC 7578 §4.2: each part has a form-data disposition with a name.
    guard let disposition, disposition.value == "form-data",
      let name = disposition.parameters["name"]
    else { throw MultipartError(description: "a part has no Content-Disposition with a name") }
    self.name = name
    fileName = disposition.parameters["filename*"] ?? disposition.parameters["filename"]
    contentType = type
  }

  private static func fields(_ head: [UInt8]) throws(MultipartError) -> [(String, String)] {
    var fields: [(String, String)] = []
    // Byte by byte: as a String, CR LF would be one character.
    for line in head.split(separator: 0x0A) {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty { continue }
      guard let colon = line.firstIndex(of: 0x3A), line[..<colon].allSatisfy(\.isTokenCharacter),
        !line.contains(0)
      else { throw MultipartError(description: "a part's header field is malformed") }
      let value = line[line.index(after: colon)...].withUnsafeBytes {
        String(decoding: $0.trimmed, as: UTF8.self)
      }
      fields.append((String(decoding: line[..<colon], as: UTF8.self).lowercased(), value))
    }
    return fields
  }
}
