internal import Glibc
internal import Synchronization

/// Files of a folder, looked at anew for each request: small ones are kept in memory as long as their
/// state on the disk stays the same.
final class OverrideFolder: Sendable {
  /// Longest file that is kept, in bytes: reading and compressing it holds up its event loop once.
  private static let keptSize = 131_072
  /// Files that are kept; a folder with more of them is served from the disk.
  private static let keptCount = 256

  private struct Kept {
    let state: FileState
    let entry: StaticEntry
  }

  private let path: String
  private let fields: ResponseFields
  private let kept = Mutex<[String: Kept]>([:])

  init(path: String, fields: ResponseFields) {
    self.path = path
    self.fields = fields
  }

  /// - Returns: nil when the folder has no such file.
  func response(to request: Request, path name: String) -> Response? {
    // Nothing hidden, nothing above: the router refuses dot segments already.
    let parts = name.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.first != 0x2E }) else { return nil }
    let file = path + "/" + name
    guard let state = FileState(path: file) else { return nil }
    if state.size <= Self.keptSize, let entry = entry(name, file, state) {
      return entry.response(to: request.head)
    }
    guard let open = try? OpenFile(path: file) else { return nil }
    var representation = Representation(file: open, contentType: MediaType.of(name))
    representation.fields = fields
    representation.fields.append("Cache-Control", "no-cache")
    return representation.response(to: request)
  }

  private func entry(_ name: String, _ file: String, _ state: FileState) -> StaticEntry? {
    let (found, hasRoom) = kept.withLock { ($0[name], $0.count < Self.keptCount) }
    if let found, found.state == state { return found.entry }
    guard found != nil || hasRoom, let bytes = Self.read(file, state) else { return nil }
    let entry = StaticEntry(
      path: name, bytes: bytes, tag: state.tag, lastModified: state.modified, fields: fields)
    kept.withLock { $0[name] = Kept(state: state, entry: entry) }
    return entry
  }

  /// The file's bytes; nil where it is another file by now, or shorter.
  private static func read(_ file: String, _ state: FileState) -> [UInt8]? {
    guard let open = try? OpenFile(path: file), open.identity == state.tag else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(clamping: state.size))
    let count = pread(open.descriptor.number, &bytes, bytes.count, 0)
    return count == bytes.count ? bytes : nil
  }
}
