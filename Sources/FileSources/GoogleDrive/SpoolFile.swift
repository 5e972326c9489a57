internal import Codec
internal import Glibc
internal import Synchronization

/// A file without a name: it is gone with the value, however the process ends.
final class SpoolFile: Sendable {
  private let descriptor: Int32
  private let size = Mutex(0)

  init(folder: String) throws(DriveError) {
    let path = folder + "/spool-" + Base64.encodeURL(RandomBytes.make(12))
    let opened = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw Self.failure("made") }
    unlink(path)
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Bytes in it.
  var count: Int { size.withLock { $0 } }

  /// - Throws: ``DriveError/unavailable(_:)`` where the disk has no room.
  func append(_ bytes: [UInt8]) throws(DriveError) {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { raw in
        write(descriptor, raw.baseAddress.map { $0 + done }, raw.count - done)
      }
      if wrote < 0, errno == EINTR { continue }
      guard wrote > 0 else { throw Self.failure("written") }
      done += wrote
    }
    size.withLock { $0 += bytes.count }
  }

  func contents() throws(DriveError) -> [UInt8] {
    let count = count
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return }
        filled += got
      }
    }
    guard bytes.count == count else { throw Self.failure("read") }
    return bytes
  }

  private static func failure(_ verb: String) -> DriveError {
    .unavailable("a file for large drawings can't be \(verb): \(String(cString: strerror(errno)))")
  }
}
