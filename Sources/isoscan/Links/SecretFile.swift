import Codec
import Foundation

/// A secret of random bytes in a file that only its owner can read.
enum SecretFile {
  /// Reads the secret, or makes it where there is none yet.
  static func load(_ path: String, count: Int = 32) throws -> [UInt8] {
    let made = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if made >= 0 {
      defer { close(made) }
      let secret = RandomBytes.make(count)
      let written = secret.withUnsafeBytes { write(made, $0.baseAddress, $0.count) }
      guard written == count, fsync(made) == 0 else {
        unlink(path)
        throw RuntimeFailure("can't write \(path): \(String(cString: strerror(errno)))")
      }
      return secret
    }
    guard let data = FileManager.default.contents(atPath: path), data.count >= count else {
      throw RuntimeFailure("can't read the secret \(path): remove it to have a new one made")
    }
    return Array(data)
  }
}
