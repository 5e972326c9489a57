/// Percent-encoding of names and values in a query or a form.
enum DriveQuery {
  private static let plain = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

  /// RFC 3986 §2.1: all but unreserved characters.
  static func escape(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if plain.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `?name=value&…`
  static func text(_ items: [(String, String)]) -> String {
    "?" + items.map { "\($0)=\(escape($1))" }.joined(separator: "&")
  }
}
