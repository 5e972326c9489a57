import Foundation

/// The process's standard streams: data to stdout, everything else to stderr.
enum Terminal {
  /// Whether stderr is a terminal: only there are progress bars drawn.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a line to stdout at once, unbuffered.
  static func print(_ text: String, terminator: String = "\n") {
    write(text + terminator, to: STDOUT_FILENO)
  }

  /// Writes bytes to stdout at once.
  static func print(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { write($0, to: STDOUT_FILENO) }
  }

  /// Writes one line about a failure to stderr.
  static func complain(_ message: String) {
    write("isoscan: " + message.replacing("\n", with: " ") + "\n", to: STDERR_FILENO)
  }

  /// Writes text to stderr as it is.
  static func note(_ text: String) { write(text, to: STDERR_FILENO) }

  /// A write that can't be made (a closed pipe) ends quietly: the reader has gone.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { write($0, to: descriptor) }
  }

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
    var offset = 0
    while offset < bytes.count {
      let count = Glibc.write(
        descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      offset += count
    }
  }
}
