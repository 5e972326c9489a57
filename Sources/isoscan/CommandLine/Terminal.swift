import Foundation

/// The process's standard streams: data to stdout, everything else to stderr.
enum Terminal {
  /// Whether stderr is a terminal: only there are progress bars drawn.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a line to stdout at once, unbuffered.
  static func print(_ text: String, terminator: String = "\n") {
    write(text + terminator, to: STDOUT_FILENO)
  }

  /// Writes text to stdout as it is; for what can be long, so that it ends with its reader.
  static func output(_ text: String) throws(OutputError) {
    let code = write(text, to: STDOUT_FILENO)
    if code != 0 { throw OutputError(code: code) }
  }

  /// Writes bytes to stdout at once.
  static func print(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { _ = write($0, to: STDOUT_FILENO) }
  }

  /// Writes one line about a failure to stderr.
  static func complain(_ message: String) {
    write("isoscan: " + message.replacing("\n", with: " ") + "\n", to: STDERR_FILENO)
  }

  /// Writes text to stderr as it is.
  static func note(_ text: String) { write(text, to: STDERR_FILENO) }

  /// - Returns: `errno` of a write that can't be made, else 0.
  @discardableResult
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { write($0, to: descriptor) }
  }

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32 {
    var offset = 0
    while offset < bytes.count {
      let count = Glibc.write(
        descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      if count < 0, errno == EINTR { continue }
      if count < 0 { return errno }
      offset += count
    }
    return 0
  }
}

/// Stdout can't be written.
struct OutputError: Error, Equatable {
  /// The `errno`.
  let code: Int32

  /// Whether whoever read it has gone: that is a wish to end, no failure.
  var isReaderGone: Bool { code == EPIPE }

  var message: String { "stdout can't be written: \(SystemReason.text(of: code))" }
}
