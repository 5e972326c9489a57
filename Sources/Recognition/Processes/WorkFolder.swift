import Foundation

/// A folder for one document's files, which goes with it.
final class WorkFolder {
  let path: String

  /// - Throws: ``ChildError`` where none can be made.
  init(in base: String) throws(ChildError) {
    // The base goes with what a process left in it when it was killed, and is made when it is needed.
    mkdir(base, 0o700)
    var name = Array((base + "/document-XXXXXX").utf8CString)
    guard let made = mkdtemp(&name) else {
      throw .failed("no folder in \(base): \(String(cString: strerror(errno)))")
    }
    path = String(cString: made)
  }

  deinit { remove() }

  /// Where a file of this name is, or will be.
  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file that only this user reads.
  func write(_ parts: [UnsafeRawBufferPointer], to name: String) throws(ChildError) {
    let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.unwritten() }
    defer { close(descriptor) }
    for part in parts {
      var rest = part[...]
      while !rest.isEmpty {
        let count = Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw Self.unwritten() }
        rest = rest.dropFirst(count)
      }
    }
  }

  private static func unwritten() -> ChildError {
    .failed("a temporary file can't be written: \(String(cString: strerror(errno)))")
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
