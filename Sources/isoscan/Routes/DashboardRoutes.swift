import CPublic
import HTTP

/// The dashboard's files: those of `Public/`, built into the executable.
struct DashboardRoutes: Sendable {
  private let files: StaticFiles
  private let paths: Set<String>

  /// - Parameter override: a folder whose files win over the embedded ones.
  init(override: String?) {
    var embedded: [StaticFiles.Embedded] = []
    while let file = public_file_at(embedded.count) {
      embedded.append(
        StaticFiles.Embedded(
          path: String(cString: file.pointee.path),
          bytes: UnsafeRawBufferPointer(start: file.pointee.bytes, count: file.pointee.count)))
    }
    paths = Set(embedded.map { "/" + $0.path })
    // The files are as old as the executable that holds them.
    let built = (try? OpenFile(path: "/proc/self/exe"))?.modified
    files = StaticFiles(
      embedded, lastModified: built, override: override, fields: AccessControl.securityFields)
  }

  /// Whether a file of the dashboard has that path.
  func has(_ path: String) -> Bool { paths.contains(path) }

  func add(to router: inout Router) {
    let files = files
    router.get("/{path...}") { request in
      files.response(to: request, path: request.parameter("path") ?? "")
        ?? Answer.error(404, "not_found", "There is nothing at this path.", request: request)
    }
  }
}
