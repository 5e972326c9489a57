import Testing

/// One case of the Autobahn suite whose messages have to come back as they were sent.
struct EchoCase: Sendable, CustomTestStringConvertible {
  let number: String
  /// 1 for text, 2 for binary.
  let opcode: UInt8
  let sample: EchoSample
  /// Bytes of a message; characters where the sample is text.
  let size: Int
  /// Payload bytes of a frame; 0: a message is one frame.
  var fragment = 0
  /// Bytes handed to the socket at once; 0: a message at once.
  var chop = 0
  /// Messages, each sent when the one before has come back.
  var messages = 1
  /// Sec-WebSocket-Extensions of the handshake, and of its answer.
  var offer: (sent: String, answer: String)?
  /// The window that the client asks of the server's deflate.
  var windowBits = 15

  var testDescription: String { number }
}
