internal import Codec
internal import Foundation

/// Drive's verbs, with one source's credentials.
struct DriveClient: Sendable {
  /// Bytes of a page of 1,000 files; each has less than 2 KB of the fields asked for.
  private static let metadataLimit = 16 << 20

  /// Without a slash at its end.
  let base: String
  let exchange: DriveExchange
  let authorization: any DriveAuthorization

  func file(_ id: String, resourceKey: String?) throws(DriveError) -> DriveFile {
    let items = [("fields", DriveFile.fields), ("supportsAllDrives", "true")]
    return try decode(
      get("/files/\(id)", items, keys: Self.keys([(id, resourceKey)]), limit: Self.metadataLimit))
  }

  /// One page of the children of folders that lie in one drive.
  ///
  /// - Parameters:
  ///   - folders: ids, at most 40.
  ///   - keys: see ``keys(_:)``.
  ///   - drive: the shared drive; `nil`: the user's own.
  func children(
    of folders: [String], keys: String?, drive: String?, page: String?
  ) throws(DriveError) -> DriveFileList {
    let parents = folders.map { "'\($0)' in parents" }.joined(separator: " or ")
    var items = [
      ("q", "(\(parents)) and trashed=false"), ("pageSize", "1000"), ("orderBy", "name"),
      ("fields", "nextPageToken,incompleteSearch,files(\(DriveFile.fields))"),
      ("supportsAllDrives", "true"), ("includeItemsFromAllDrives", "true"),
    ]
    if let drive { items += [("corpora", "drive"), ("driveId", drive)] }
    if let page { items.append(("pageToken", page)) }
    return try decode(get("/files", items, keys: keys, limit: Self.metadataLimit))
  }

  /// The content of a file, or bytes of it.
  func media(
    _ id: String, resourceKey: String?, range: Range<Int64>? = nil, limit: Int
  ) throws(DriveError) -> [UInt8] {
    let items = [("alt", "media"), ("supportsAllDrives", "true")]
    let range = range.map { "bytes=\($0.lowerBound)-\($0.upperBound - 1)" }
    return try get(
      "/files/\(id)", items, keys: Self.keys([(id, resourceKey)]), range: range, limit: limit)
  }

  func export(
    _ id: String, resourceKey: String?, mimeType: String, limit: Int
  ) throws(DriveError) -> [UInt8] {
    try get(
      "/files/\(id)/export", [("mimeType", mimeType)], keys: Self.keys([(id, resourceKey)]),
      limit: limit)
  }

  /// The header that says the resource keys of files (API guide "Access link-shared files").
  static func keys(_ files: [(id: String, key: String?)]) -> String? {
    let pairs = files.compactMap { file in file.key.map { "\(file.id)/\($0)" } }
    return pairs.isEmpty ? nil : pairs.joined(separator: ",")
  }

  private func decode<Value: Decodable>(_ body: [UInt8]) throws(DriveError) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(body))
    } catch {
      throw .unavailable("Google Drive's answer is not what it should be")
    }
  }

  private func get(
    _ path: String, _ items: [(String, String)], keys: String?, range: String? = nil, limit: Int
  ) throws(DriveError) -> [UInt8] {
    var request = DriveRequest(
      url: base + "/drive/v3" + path + DriveQuery.text(items), limit: limit)
    request.headers["X-Goog-Drive-Resource-Keys"] = keys
    request.headers["Range"] = range
    var token = try authorization.token()
    var renewals = 0
    while true {
      request.headers["Authorization"] = "Bearer " + token
      let (answer, meaning) = try exchange.send(request)
      switch meaning {
      case .unauthorized:
        token = try authorization.renew(rejecting: token, isLast: renewals > 0)
        renewals += 1
      case .refused(let reason, let message):
        throw .refused(status: answer.status, reason: reason, message: message)
      default:
        return answer.body
      }
    }
  }
}
