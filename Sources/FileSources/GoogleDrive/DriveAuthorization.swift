internal import Synchronization

/// Where a source's access tokens come from.
protocol DriveAuthorization: Sendable {
  /// - Throws: ``DriveError/unauthorized(_:)`` where there is none.
  func token() throws(DriveError) -> String
  /// Another token in place of one that was not accepted.
  ///
  /// - Parameter isLast: whether the one before was not accepted either.
  /// - Throws: ``DriveError/unauthorized(_:)`` where there is no other.
  func renew(rejecting token: String, isLast: Bool) throws(DriveError) -> String
}

/// A session's token, which a client gave and only a client can replace; without one the server's own.
struct SessionAuthorization: DriveAuthorization {
  let tokens: DriveTokens
  let session: String
  /// The server's own credentials, where the session may use them.
  let grant: ServerGrant?

  func token() throws(DriveError) -> String {
    if let token = tokens.token(of: session) { return token }
    guard let grant = grant?.current else {
      throw .unauthorized("The session's Drive token is gone: reconnect with a new \"token\".")
    }
    return try noting(grant) { () throws(DriveError) in try grant.token() }
  }

  func renew(rejecting token: String, isLast: Bool) throws(DriveError) -> String {
    if let current = tokens.token(of: session) {
      if current != token { return current }
      tokens.reject(token, of: session)
      throw .unauthorized(
        "Google Drive does not accept the token (any more): reconnect with a new \"token\".")
    }
    let grant = grant?.current
    return try noting(grant) { () throws(DriveError) in
      guard let grant, !isLast else {
        throw .unauthorized(
          "Google Drive does not accept the server's credentials: reconnect with a \"token\", or "
            + "correct sources.drive.credentials_file and send SIGHUP.")
      }
      return try grant.renew(rejecting: token)
    }
  }

  /// Notes that there is nothing to go on with until a token, or other credentials, come.
  private func noting(
    _ used: GrantAuthorization?, _ body: () throws(DriveError) -> String
  ) throws(DriveError) -> String {
    do throws(DriveError) {
      return try body()
    } catch {
      // Others may have come meanwhile, and are to be tried.
      if case .unauthorized = error, grant?.current === used { tokens.reject("", of: session) }
      throw error
    }
  }
}

/// The server's own credentials as they are now, shared by all sources.
final class ServerGrant: Sendable {
  private let held = Mutex<GrantAuthorization?>(nil)

  var current: GrantAuthorization? { held.withLock { $0 } }

  func replace(_ grant: GrantAuthorization?) { held.withLock { $0 = grant } }
}

/// Access tokens got with the server's own credentials, one for all sessions.
final class GrantAuthorization: Sendable {
  private struct Held {
    var token: String
    /// Seconds since 1970.
    var expires: Double
  }

  /// Seconds before its end that a token is replaced.
  private static let margin = 60.0

  private let credentials: DriveCredentials
  private let exchange: DriveExchange
  private let now: @Sendable () -> Double
  /// Held while a token is fetched: the others wait for it, and ask no second time.
  private let held = Mutex<Held?>(nil)

  init(
    _ credentials: DriveCredentials, _ exchange: DriveExchange,
    now: @escaping @Sendable () -> Double
  ) {
    self.credentials = credentials
    self.exchange = exchange
    self.now = now
  }

  func token() throws(DriveError) -> String {
    try held.withLock { held throws(DriveError) in
      if let current = held, current.expires - Self.margin > now() { return current.token }
      return try fetch(&held)
    }
  }

  func renew(rejecting token: String) throws(DriveError) -> String {
    try held.withLock { held throws(DriveError) in
      if let current = held, current.token != token { return current.token }
      return try fetch(&held)
    }
  }

  private func fetch(_ held: inout Held?) throws(DriveError) -> String {
    held = nil
    let request = DriveRequest(
      url: credentials.tokenURL, form: try credentials.form(now: Int64(now())), limit: 65_536)
    let (answer, meaning) = try exchange.send(request)
    guard meaning == .success, let grant = TokenGrant(answer.body) else {
      throw .unauthorized(
        "The server's Google credentials are not accepted (\(TokenGrant.reason(answer))): "
          + "reconnect with a \"token\", or correct sources.drive.credentials_file and send SIGHUP."
      )
    }
    held = Held(token: grant.token, expires: now() + grant.seconds)
    return grant.token
  }
}
