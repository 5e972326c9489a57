import Codec
import Dispatch
import FileSources
import HTTP
import Pipeline

/// `/api/uploads`: takes drawings, as they come, to the disk.
struct UploadRoutes: Sendable {
  private struct Uploaded: Encodable {
    var upload_id: String
    var files: Int
    var left_out: Int
    var bytes: Int64
  }

  let uploads: UploadStore
  /// Bytes of the longest body.
  let limit: Int64
  let log: Log

  func add(to router: inout Router) {
    router.stream(.post, at: "/api/uploads", limit: limit) { request, responder, flow in
      UploadReceiver(
        body: UploadBody(request: request, uploads: uploads), flow: flow,
        finish: { result in
          responder.respond(answer(result, request))
        })
    }
  }

  private func answer(_ result: Result<UploadStore.Summary, Failure>, _ request: Request)
    -> Response
  {
    switch result {
    case .success(let summary):
      return Answer.json(
        Uploaded(
          upload_id: summary.id, files: summary.files, left_out: summary.leftOut,
          bytes: summary.bytes), status: 201)
    case .failure(let failure):
      if !failure.detail.isEmpty { log.error("upload failed", ["error": failure.detail]) }
      return Answer.failure(failure, request: request)
    }
  }
}
