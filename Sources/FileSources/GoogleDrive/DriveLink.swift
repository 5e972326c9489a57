/// What a person pastes: a Drive folder's or file's link, or its bare id.
public struct DriveLink: Sendable, Hashable, Codable {
  /// Longest id that is accepted; Google's have 19 to 44 characters.
  private static let idLimit = 128

  public var id: String
  /// What old shared links need besides the id.
  public var resourceKey: String?

  /// Reads any form that Drive gives: `/folders/ID`, `/file/d/ID`, `/document/d/ID`, `open?id=ID`,
  /// `uc?id=ID`, with `u/0`, a resource key or anything else behind; or the id alone.
  ///
  /// - Returns: `nil` for anything else.
  public init?(_ text: String) {
    let text = text.filter { !$0.isWhitespace }
    guard text.contains("/") || text.contains("?") else {
      guard Self.isID(text), text.utf8.count >= 10 else { return nil }
      self.init(id: text, resourceKey: nil)
      return
    }
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)[0]
      .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = Self.path(String(parts[0])) else { return nil }
    let query = Self.query(parts.count > 1 ? parts[1] : "")
    let id = Self.id(in: path) ?? query["id"] ?? ""
    guard Self.isID(id) else { return nil }
    self.init(id: id, resourceKey: query["resourcekey"].flatMap { Self.isID($0) ? $0 : nil })
  }

  init(id: String, resourceKey: String?) {
    self.id = id
    self.resourceKey = resourceKey
  }

  /// The segments of the path of a link to Drive; `nil` for other hosts.
  private static func path(_ text: String) -> [Substring]? {
    var rest = text[...]
    for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
    }
    let segments = rest.split(separator: "/")
    guard let host = segments.first?.lowercased(),
      ["drive.google.com", "docs.google.com"].contains(host)
    else { return nil }
    return Array(segments.dropFirst())
  }

  /// The segment behind `folders` or `d`.
  private static func id(in path: [Substring]) -> String? {
    guard let mark = path.lastIndex(where: { $0 == "folders" || $0 == "d" }),
      path.indices.contains(mark + 1)
    else { return nil }
    return String(path[mark + 1])
  }

  private static func query(_ text: Substring) -> [String: String] {
    var items: [String: String] = [:]
    for item in text.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { items[pair[0].lowercased()] = String(pair[1]) }
    }
    return items
  }

  /// Whether the text may be an id or a key of Drive: it needs no escaping anywhere.
  static func isID(_ text: String) -> Bool {
    (1...idLimit).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
      }
  }
}
