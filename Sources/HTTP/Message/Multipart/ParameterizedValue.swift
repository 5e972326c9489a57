/// A value with parameters, such as a media type (RFC 9110 §5.6.6) or a disposition (RFC 6266 §4).
struct ParameterizedValue: Equatable, Sendable {
  /// Lower case.
  private(set) var value: String
  /// By lower-case name; an extended one (`name*`, RFC 8187) is decoded. The first of a name counts.
  private(set) var parameters: [String: String] = [:]

  /// - Parameter isFormData: the value was written by a form's rules (WHATWG HTML, "multipart form
  ///   data"): `%22`, `%0D` and `%0A` are the escapes, and backslashes are mostly just that.
  init?(_ text: String, isFormData: Bool = false) {
    let bytes = Array(text.utf8)
    var index = bytes.firstIndex(of: 0x3B) ?? bytes.count
    let main = Self.trim(bytes[..<index])
    guard !main.isEmpty else { return nil }
    value = String(decoding: main, as: UTF8.self).lowercased()
    while index < bytes.count {
      // At a semicolon.
      index += 1
      while index < bytes.count, bytes[index].isBlank { index += 1 }
      let start = index
      while index < bytes.count, bytes[index] != 0x3D, bytes[index] != 0x3B { index += 1 }
      guard index < bytes.count, bytes[index] == 0x3D else { continue }
      let name = String(decoding: Self.trim(bytes[start..<index]), as: UTF8.self).lowercased()
      index += 1
      guard let raw = Self.parameterValue(bytes, &index, isFormData) else { return nil }
      let decoded = name.hasSuffix("*") ? Self.extended(raw) : String(decoding: raw, as: UTF8.self)
      if let decoded, parameters[name] == nil { parameters[name] = decoded }
    }
  }

  private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while bytes.first?.isBlank == true { bytes.removeFirst() }
    while bytes.last?.isBlank == true { bytes.removeLast() }
    return bytes
  }

  /// A token or quoted string; leaves `index` at the next semicolon.
  private static func parameterValue(
    _ bytes: [UInt8], _ index: inout Int, _ isFormData: Bool
  ) -> [UInt8]? {
    while index < bytes.count, bytes[index].isBlank { index += 1 }
    guard index < bytes.count, bytes[index] == 0x22 else {
      let start = index
      while index < bytes.count, bytes[index] != 0x3B { index += 1 }
      return Array(trim(bytes[start..<index]))
    }
    index += 1
    var value: [UInt8] = []
    while index < bytes.count, bytes[index] != 0x22 {
      // Old browsers send paths with bare backslashes: only a quote or a backslash is escaped.
      if bytes[index] == 0x5C, index + 1 < bytes.count,
        bytes[index + 1] == 0x22 || bytes[index + 1] == 0x5C && !isFormData
      {
        index += 1
      }
      value.append(bytes[index])
      index += 1
    }
    guard index < bytes.count else { return nil }
    while index < bytes.count, bytes[index] != 0x3B { index += 1 }
    return isFormData ? unescapeForm(value) : value
  }

  /// `%22`, `%0D`, `%0A`, and nothing else.
  private static func unescapeForm(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count, let high = bytes[index + 1].hexValue,
        let low = bytes[index + 2].hexValue, [0x22, 0x0D, 0x0A].contains(high << 4 | low)
      {
        output.append(high << 4 | low)
        index += 3
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return output
  }

  /// `charset'language'escapes` (RFC 8187 §3.2); nil for a charset other than UTF-8.
  private static func extended(_ bytes: [UInt8]) -> String? {
    let pieces = bytes.split(separator: 0x27, maxSplits: 2, omittingEmptySubsequences: false)
    guard pieces.count == 3, String(decoding: pieces[0], as: UTF8.self).lowercased() == "utf-8"
    else {
      return nil
    }
    return pieces[2].withUnsafeBytes { PercentCoding.decode($0) }
  }
}
