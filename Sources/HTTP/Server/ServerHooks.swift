/// What the application decides for every request; all closures run on event loops.
public struct ServerHooks: Sendable {
  /// Whether the server answers for that host (lower case, no port); false: 421 (RFC 9110 §15.5.20).
  public var isHostAllowed: @Sendable (_ host: String) -> Bool = { _ in true }
  /// Sees every request with an allowed host before it is routed.
  public var intercept: (@Sendable (Request) -> Interception)?
  /// Renders an error of the server itself; the request is nil where its head could not be read.
  public var renderError: @Sendable (ServerFailure, Request?) -> Response = {
    failure, _ in .text(failure.message + "\n", status: failure.status)
  }
  /// Told of every response when it is done, and of refused messages.
  public var access: (@Sendable (AccessEvent) -> Void)?

  public init() {}
}

/// What an interceptor says to a request.
public enum Interception: Sendable {
  /// Goes on; the fields are added to whatever is answered.
  case proceed(ResponseFields)
  /// Answers at once.
  case answer(Response)
}

/// An error that the server answers by itself.
public struct ServerFailure: Sendable, Equatable {
  public let status: Int
  /// A machine word, such as `not_found`.
  public let code: String
  public let message: String
}

/// One answered request, for an access log.
public struct AccessEvent: Sendable {
  /// nil where the head could not be read.
  public let request: Request?
  public let remoteAddress: String
  public let status: Int
  /// Bytes of the response, head included, as handed to the connection.
  public let bytesSent: Int64
  /// From the end of the head to the end of the response, in nanoseconds.
  public let duration: UInt64
}
