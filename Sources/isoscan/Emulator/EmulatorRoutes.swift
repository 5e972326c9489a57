import Dispatch
import Foundation
import HTTP

/// The routes of Drive API v3 and of the token endpoint that a reader of files needs.
struct EmulatorRoutes: Sendable {
  /// Most files of a page (reference of `files.list`).
  private static let pageLimit = 1_000

  let drive: EmulatedDrive
  let tokens: EmulatorTokens
  let faults: EmulatorFaults
  /// Milliseconds that each answer takes.
  let latency: Int
  private let queue = DispatchQueue(label: "isoscan.emulator", attributes: .concurrent)

  init(drive: EmulatedDrive, tokens: EmulatorTokens, faults: EmulatorFaults, latency: Int) {
    self.drive = drive
    self.tokens = tokens
    self.faults = faults
    self.latency = latency
  }

  func add(to router: inout Router) {
    router.on(.get, at: "/drive/v3/files", api(list))
    router.on(.get, at: "/drive/v3/files/{id}", api(get))
    router.on(.get, at: "/drive/v3/files/{id}/export", api(export))
    router.on(.get, at: "/drive/v3/drives", api(listDrives))
    router.on(.post, at: "/token", body: .buffered(limit: 65_536), later(token))
    router.get("/emulator/stats") { [faults] _ in
      Response.json(Array(ServerMessage.encode(faults.stats).utf8))
    }
    router.on(.post, at: "/emulator/expire", body: .buffered(limit: 0)) {
      [tokens] request, answer in
      tokens.expire(request.query("token"))
      answer.respond(Response(204))
    }
  }

  private func later(
    _ body: @escaping @Sendable (Request) -> Response
  ) -> Router.Handler {
    { [queue, latency] request, answer in
      queue.asyncAfter(deadline: .now() + .milliseconds(latency)) {
        answer.respond(body(request))
      }
    }
  }

  /// A route that needs a token, and where things go wrong on request.
  private func api(_ body: @escaping @Sendable (Request) -> Response) -> Router.Handler {
    later { request in
      let parts = (request.header("Authorization") ?? "").split(separator: " ")
      guard parts.count == 2, parts[0] == "Bearer", tokens.isAccepted(String(parts[1])) else {
        faults.count { $0.unauthorized += 1 }
        return EmulatorAnswer.unauthorized
      }
      switch faults.judge(String(parts[1])) {
      case .pass: return body(request)
      case .overQuota:
        return EmulatorAnswer.error(403, "userRateLimitExceeded", "User Rate Limit Exceeded")
      case .frontEnd(let status): return EmulatorAnswer.frontEnd(status)
      case .backend: return EmulatorAnswer.error(500, "backendError", "Backend Error")
      }
    }
  }

  private func token(_ request: Request) -> Response {
    let pairs = PercentCodedForm.items(request.body)
    guard let grant = tokens.grant(Dictionary(pairs) { first, _ in first }) else {
      return EmulatorAnswer.json(.object(["error": .string("invalid_grant")]), status: 400)
    }
    return EmulatorAnswer.json(
      .object([
        "access_token": .string(grant.token), "expires_in": .integer(grant.seconds),
        "token_type": .string("Bearer"),
      ]))
  }

  // MARK: files.list

  private func list(_ request: Request) -> Response {
    faults.count { $0.lists += 1 }
    let query = request.query("q") ?? "trashed=false"
    guard let search = DriveSearch(query) else {
      return EmulatorAnswer.error(400, "invalid", "Invalid Value")
    }
    guard let size = Int(request.query("pageSize") ?? "100"), (1...Self.pageLimit).contains(size)
    else { return EmulatorAnswer.error(400, "invalidParameter", "Invalid value for pageSize") }
    if let missing = search.parents?.first(where: { drive.file($0) == nil }) {
      return EmulatorAnswer.notFound(missing == "" ? "." : missing)
    }
    let found = sorted(matches(search, request), request.query("orderBy"))
    guard let start = offset(request, query) else {
      return EmulatorAnswer.error(400, "invalid", "Invalid Value")
    }
    let page = found.dropFirst(start).prefix(size)
    var body: [String: JSONValue] = [
      "kind": .string("drive#fileList"), "incompleteSearch": .boolean(false),
      "files": .array(page.map { .object(json($0)) }),
    ]
    if start + page.count < found.count {
      body["nextPageToken"] = .string(PageToken.text(start + page.count, query))
    }
    return masked(
      body, request,
      fallback: "kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType,resourceKey)")
  }

  private func matches(_ search: DriveSearch, _ request: Request) -> [EmulatedFile] {
    let candidates =
      search.parents.map { parents in
        parents.flatMap { drive.children[$0 == "root" ? drive.root : $0] ?? [] }
      } ?? Array(drive.files.values)
    let all = request.query("includeItemsFromAllDrives") == "true"
    let only = request.query("corpora") == "drive" ? request.query("driveId") : nil
    return candidates.filter { file in
      file.parent != nil && (file.drive == nil || all) && (only == nil || file.drive == only)
        && hasKey(file.parent.flatMap { drive.file($0) }, request)
        && search.matches(file, root: drive.root)
    }
  }

  private func sorted(_ files: [EmulatedFile], _ order: String?) -> [EmulatedFile] {
    let files = files.sorted { $0.id < $1.id }
    guard let order else { return files }
    let byFolder = order.contains("folder")
    return files.sorted { a, b in
      if byFolder, a.isFolder != b.isFolder { return a.isFolder }
      let names = (a.name.lowercased(), b.name.lowercased())
      return names.0 == names.1 ? a.id < b.id : names.0 < names.1
    }
  }

  /// Where the page begins; `nil` for a page token of another query, or a forgotten one.
  private func offset(_ request: Request, _ query: String) -> Int? {
    guard let text = request.query("pageToken") else { return 0 }
    if faults.losesPageToken() { return nil }
    return PageToken.offset(text, query)
  }

  // MARK: files.get, files.export

  private func get(_ request: Request) -> Response {
    guard let file = visible(request) else {
      return EmulatorAnswer.notFound(request.parameter("id") ?? "")
    }
    guard request.query("alt") == "media" else {
      faults.count { $0.gets += 1 }
      return masked(json(file), request, fallback: "kind,id,name,mimeType,resourceKey")
    }
    guard let path = file.file else {
      return EmulatorAnswer.error(
        403, "fileNotDownloadable", "Only files with binary content can be downloaded.")
    }
    return content(path, file.mimeType, of: file, request)
  }

  private func export(_ request: Request) -> Response {
    guard let file = visible(request, anyDrive: true) else {
      return EmulatorAnswer.notFound(request.parameter("id") ?? "")
    }
    guard let type = request.query("mimeType"), let path = file.exports[type] else {
      return EmulatorAnswer.error(
        400, "badRequest", "The requested conversion is not supported.")
    }
    // Reference of `files.export`.
    guard let data = FileManager.default.contents(atPath: path), data.count <= 10_485_760 else {
      return EmulatorAnswer.error(
        403, "exportSizeLimitExceeded", "This file is too large to be exported.")
    }
    faults.count { $0.downloads[file.path, default: 0] += 1 }
    return Response(contentType: type, Array(data))
  }

  private func content(
    _ path: String, _ type: String, of file: EmulatedFile, _ request: Request
  ) -> Response {
    guard let open = try? OpenFile(path: path) else { return EmulatorAnswer.notFound(file.id) }
    let whole = Representation(file: open, contentType: type)
    if faults.breaks() { return broken(path) }
    let response = whole.response(to: request)
    // A download in pieces is counted by its first.
    let range = request.header("Range")
    if range == nil || range?.hasPrefix("bytes=0-") == true {
      faults.count { $0.downloads[file.path, default: 0] += 1 }
    }
    return response
  }

  /// Half of the content, then nothing.
  private func broken(_ path: String) -> Response {
    let bytes = Array(FileManager.default.contents(atPath: path) ?? Data())
    return Response(
      200,
      body: .stream(
        ResponseStream(length: Int64(bytes.count)) { writer in
          writer.write(Array(bytes.prefix(bytes.count / 2)))
          writer.abort()
        }))
  }

  /// The file that is asked for, as long as this request may see it.
  private func visible(_ request: Request, anyDrive: Bool = false) -> EmulatedFile? {
    guard let file = drive.file(request.parameter("id") ?? ""), hasKey(file, request),
      file.drive == nil || anyDrive || request.query("supportsAllDrives") == "true"
    else { return nil }
    return file
  }

  /// `X-Goog-Drive-Resource-Keys: ID/KEY,…`
  private func hasKey(_ file: EmulatedFile?, _ request: Request) -> Bool {
    guard let file, let key = file.resourceKey else { return true }
    return (request.header("X-Goog-Drive-Resource-Keys") ?? "")
      .split(separator: ",").contains { $0.trimmed == "\(file.id)/\(key)" }
  }

  // MARK: drives.list

  private func listDrives(_ request: Request) -> Response {
    let drives = drive.drives.sorted { $0.key < $1.key }.map { id, name -> JSONValue in
      .object(["kind": .string("drive#drive"), "id": .string(id), "name": .string(name)])
    }
    return masked(
      ["kind": .string("drive#driveList"), "drives": .array(drives)], request, fallback: "*")
  }

  // MARK: Resources

  private func json(_ file: EmulatedFile) -> [String: JSONValue] {
    var fields = file.json
    guard let target = file.target else { return fields }
    var details: [String: JSONValue] = ["targetId": .string(target)]
    if let found = drive.file(target) {
      details["targetMimeType"] = .string(found.mimeType)
      details["targetResourceKey"] = found.resourceKey.map { .string($0) }
    }
    fields["shortcutDetails"] = .object(details)
    return fields
  }

  private func masked(
    _ body: [String: JSONValue], _ request: Request, fallback: String
  ) -> Response {
    guard let mask = FieldMask(request.query("fields") ?? fallback) else {
      return EmulatorAnswer.error(400, "invalidParameter", "Invalid field selection")
    }
    return EmulatorAnswer.json(mask.apply(to: .object(body)))
  }
}
