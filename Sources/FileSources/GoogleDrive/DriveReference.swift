internal import Foundation

/// What is stored with a drawing so that it is found again: ``SourceItem/reference``, in JSON.
struct DriveReference: Codable, Sendable, Hashable {
  enum Kind: String, Codable, Sendable {
    /// Content of its own.
    case media = "m"
    /// Exported to `mimeType`.
    case export = "e"
    /// Nothing to read; `note` says why.
    case problem = "p"
  }

  var kind: Kind
  var id: String
  var resourceKey: String?
  var mimeType: String?
  var link: String?
  var note: String?

  private enum CodingKeys: String, CodingKey {
    case kind = "t"
    case id = "i"
    case resourceKey = "k"
    case mimeType = "m"
    case link = "l"
    case note = "n"
  }

  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    guard let data = try? encoder.encode(self) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  /// - Returns: `nil` for what ``text`` did not make.
  static func read(_ text: String) -> DriveReference? {
    try? JSONDecoder().decode(DriveReference.self, from: Data(text.utf8))
  }
}
