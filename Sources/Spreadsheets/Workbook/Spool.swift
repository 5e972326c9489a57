internal import Glibc

/// Bytes that are written now and read once later: in memory up to a bound, then in a
/// temporary file.
final class Spool {
  /// Most bytes held in memory.
  private static let memoryLimit = 262_144

  private let path: String
  private var buffer: [UInt8] = []
  private var file: UnsafeMutablePointer<FILE>?
  private(set) var isEmpty = true

  /// - Parameter path: where the file may stand for the moment until it has no name any more.
  init(path: String) { self.path = path }

  deinit {
    if let file { fclose(file) }
  }

  /// Adds what `fill` appends.
  func append(_ fill: (inout [UInt8]) -> Void) throws(WorkbookError) {
    fill(&buffer)
    isEmpty = false
    if buffer.count >= Self.memoryLimit { try spill() }
  }

  /// Hands out everything, in pieces, and is empty then.
  func drain(_ take: ([UInt8]) throws -> Void) throws {
    if let file {
      try spill()
      rewind(file)
      var piece = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = fread(&piece, 1, piece.count, file)
        if count == 0 { break }
        try take(Array(piece.prefix(count)))
      }
      if ferror(file) != 0 { throw failure("read") }
      fclose(file)
      self.file = nil
    } else {
      try take(buffer)
    }
    buffer.removeAll(keepingCapacity: true)
    isEmpty = true
  }

  private func spill() throws(WorkbookError) {
    if file == nil {
      file = fopen(path, "w+xe")
      if file != nil { unlink(path) }
    }
    guard let file else { throw failure("open") }
    guard fwrite(buffer, 1, buffer.count, file) == buffer.count, fflush(file) == 0 else {
      throw failure("write")
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure(_ call: String) -> WorkbookError {
    .system(call: call, path: path, errno: errno)
  }
}
