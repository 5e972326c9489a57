/// What other threads ask of an event loop; letters are read in the order they were posted.
enum Letter: Sendable {
  /// Takes over an accepted socket.
  case adopt(AcceptedSocket)
  case respond(ExchangeID, Response)
  /// A responder went without an answer.
  case abandoned(ExchangeID)
  case pauseBody(ExchangeID, Bool)
  /// A piece of a streamed response, and whether it is the last.
  case bodyPiece(ExchangeID, [UInt8], BodyEnd?)
  case send(ConnectionID, PreparedMessage, replacing: UInt64)
  case broadcast([ConnectionID], PreparedMessage, replacing: UInt64)
  case close(ConnectionID, UInt16, String)
  /// The application takes messages again.
  case resumeReading(ConnectionID)
  /// Stops accepting, ends what is idle and lets the rest finish.
  case drain
  /// Closes everything and ends the loop.
  case stop
  /// Runs a closure on the loop.
  case run(@Sendable () -> Void)
}

/// A socket on its way from the acceptor to its loop.
struct AcceptedSocket: Sendable {
  let number: Int32
  let remoteAddress: String
  let isLocal: Bool
  /// Answered with 503 instead of being served.
  let isRefused: Bool
}
