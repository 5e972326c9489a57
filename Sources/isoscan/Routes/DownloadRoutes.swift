import Codec
import FileSources
import Foundation
import HTTP
import Pipeline

/// Reports and drawings behind signed URLs, and the lasting links that lead to them.
struct DownloadRoutes: Sendable {
  private static let workbookType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  let backend: any Backend
  let sources: SourceResolver
  let reporter: Reporter
  let signer: URLSigner
  let hosts: HostPolicy
  let handlers: BlockingHandlers
  /// Bytes of the largest drawing that is served.
  let drawingLimit: Int

  func add(to router: inout Router) {
    router.on(.get, at: "/reports/{name}", handlers.handler(report))
    router.on(.get, at: "/drawings/{session}/{number}/{name}", handlers.handler(drawing))
    router.on(.get, at: "/drawings/{rest...}", handlers.handler(unsigned))
    router.on(.get, at: "/open/{session}/{number}", handlers.handler(open))
  }

  private func report(_ request: Request) throws -> Response {
    if let refusal = refusal(request) { return refusal }
    guard let name = request.parameter("name"), let path = reporter.path(of: name),
      let file = try? OpenFile(path: path)
    else { throw Failure(.notFound, "This report is gone: its session was deleted.") }
    var representation = Representation(file: file, contentType: Self.workbookType)
    representation.fields.append("Content-Disposition", "attachment; filename=\"\(name)\"")
    representation.fields.append("Cache-Control", "private, no-cache")
    return representation.response(to: request)
  }

  private func drawing(_ request: Request) throws -> Response {
    if let refusal = refusal(request) { return refusal }
    let (session, number) = try reference(request)
    guard let snapshot = try backend.session(session),
      let row = try backend.drawing(number, of: session)
    else { throw Failure(.notFound, "This drawing's session was deleted.") }
    let source = try sources.open(SourceDescription(json: snapshot.source))
    let item = SourceItem(
      name: row.drawing.name, reference: row.drawing.reference, size: row.drawing.size,
      identity: row.drawing.identity)
    let bytes: [UInt8]
    do throws(SourceError) {
      bytes = try source.read(item, limit: drawingLimit)
    } catch {
      throw Failure(.notFound, "This drawing can't be read (any more): \(error).")
    }
    var representation = Representation(
      bytes: bytes, contentType: Self.type(of: bytes),
      etag: "\"" + SHA256.hash(bytes).prefix(16).hexadecimal + "\"")
    representation.fields.append(
      "Content-Disposition", "inline; filename*=UTF-8''\(Self.fileName(row.drawing.name))")
    // A foreign document is never taken for a page of this server: its type is one of two.
    representation.fields.append("X-Content-Type-Options", "nosniff")
    representation.fields.append("Cache-Control", "private, no-cache")
    return representation.response(to: request)
  }

  private func unsigned(_ request: Request) throws -> Response {
    refusal(request)
      ?? Answer.failure(Failure(.notFound, "There is no such drawing."), request: request)
  }

  private func open(_ request: Request) throws -> Response {
    let (session, number) = try reference(request)
    guard let snapshot = try backend.session(session),
      let row = try backend.drawing(number, of: session)
    else { throw Failure(.notFound, "There is no such drawing: its session was deleted, perhaps.") }
    if SourceDescription.isDrive(stored: snapshot.source) {
      guard let page = DriveSource.webLink(row.drawing.reference) else {
        throw Failure(.notFound, "Google Drive gave no link to this drawing.")
      }
      return .redirect(to: page)
    }
    let links = hosts.links(for: request)
    return .redirect(to: links.drawing(session, number, row.drawing.name, signer))
  }

  private func reference(_ request: Request) throws(Failure) -> (session: String, number: Int) {
    guard let session = request.parameter("session"), let number = request.parameter("number"),
      let index = Int(number)
    else { throw Failure(.notFound, "There is no such drawing.") }
    return (session, index)
  }

  /// The answer to a URL whose signature doesn't hold, or `nil`.
  private func refusal(_ request: Request) -> Response? {
    let verdict = signer.verify(
      request.rawPath, expires: request.query("expires"), signature: request.query("signature"))
    let failure: Failure
    switch verdict {
    case .valid: return nil
    case .missing:
      failure = Failure(.forbidden, "This URL needs a signature: take it from the session.")
    case .wrong: failure = Failure(.forbidden, "The signature of this URL is wrong.")
    case .expired:
      failure = Failure(.expired, "This URL has expired: take a new one from the session.")
    }
    return Answer.failure(failure, request: request)
  }

  private static func fileName(_ name: String) -> String {
    Links.encoded(name.split(separator: "/").last.map(String.init) ?? "drawing")
  }

  private static func type(of bytes: [UInt8]) -> String {
    bytes.prefix(1_024).firstRange(of: Array("%PDF-".utf8)) != nil
      ? "application/pdf" : "application/octet-stream"
  }
}
