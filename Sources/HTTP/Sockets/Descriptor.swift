internal import Glibc

/// A file descriptor that is closed when its owner goes.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// Gives the number away without closing it.
  consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  // close(2) is not retried after EINTR: on Linux the number is free already.
  deinit { if number >= 0 { close(number) } }
}

/// A system call that failed, with what was tried.
public struct SocketError: Error, CustomStringConvertible, Sendable {
  /// What could not be done and to what, such as `cannot listen on 127.0.0.1:8080`.
  public let message: String
  /// The system's error number, or 0.
  public let code: Int32

  init(_ message: String, _ code: Int32 = 0) {
    self.message = message
    self.code = code
  }

  public var description: String {
    code == 0 ? message : "\(message): \(String(cString: strerror(code)))"
  }
}
