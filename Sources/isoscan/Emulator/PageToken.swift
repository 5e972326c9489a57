import Codec

/// A page token: where the next page begins, bound to its query.
enum PageToken {
  private static let mark = "~!!~"

  static func text(_ offset: Int, _ query: String) -> String {
    mark + Base64.encodeURL(Array("\(offset)/\(digest(query))".utf8))
  }

  static func offset(_ text: String, _ query: String) -> Int? {
    guard text.hasPrefix(mark), let bytes = Base64.decode(text.dropFirst(mark.count).utf8) else {
      return nil
    }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "/")
    guard parts.count == 2, parts[1] == digest(query), let offset = Int(parts[0]), offset >= 0
    else { return nil }
    return offset
  }

  private static func digest(_ query: String) -> String {
    SHA256.hash(Array(query.utf8)).prefix(8).hexadecimal
  }
}

/// The items of an `application/x-www-form-urlencoded` body.
enum PercentCodedForm {
  static func items(_ body: [UInt8]) -> [(String, String)] {
    String(decoding: body, as: UTF8.self).split(separator: "&").map { item in
      let pair = item.split(separator: "=", maxSplits: 1).map { part in
        part.replacing("+", with: " ").removingPercentEncoding ?? String(part)
      }
      return (pair.first ?? "", pair.count > 1 ? pair[1] : "")
    }
  }
}
