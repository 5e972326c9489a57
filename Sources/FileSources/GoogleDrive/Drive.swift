internal import Synchronization

/// Google Drive as the server uses it: where it is, the server's credentials, the sessions' tokens.
public final class Drive: Sendable {
  private let base: String
  private let transport: any DriveTransport
  private let grant: ServerGrant
  private let now: @Sendable () -> Double
  private let grantBudget = DriveBudget()
  private let spoolFolder: String
  private let threads = FetchThreads()
  private let kept = KeptBytes()
  /// Budgets by session: those of one token share theirs.
  private let budgets = Mutex<[String: (token: String, budget: DriveBudget)]>([:])

  public let tokens: DriveTokens
  /// Whether a scan needs no token of its own.
  public var hasCredentials: Bool { grant.current != nil }

  /// - Parameters:
  ///   - base: URL of the API, without a slash at its end.
  ///   - folder: gets `tokens/`, and for moments large drawings without a name.
  ///   - now: seconds since 1970.
  public convenience init(
    base: String, credentials: DriveCredentials?, folder: String,
    now: @escaping @Sendable () -> Double
  ) throws(SourceError) {
    try self.init(
      base: base, credentials: credentials, folder: folder, transport: URLSessionTransport(),
      now: now)
  }

  init(
    base: String, credentials: DriveCredentials?, folder: String, transport: any DriveTransport,
    now: @escaping @Sendable () -> Double
  ) throws(SourceError) {
    self.base = base
    self.transport = transport
    spoolFolder = folder
    tokens = try DriveTokens(directory: folder + "/tokens")
    self.now = now
    grant = ServerGrant()
    use(credentials)
  }

  /// Reads with other credentials of the server's own from now on; `nil`: with none.
  public func use(_ credentials: DriveCredentials?) {
    let exchange = DriveExchange(transport: transport, budget: grantBudget)
    grant.replace(credentials.map { GrantAuthorization($0, exchange, now: now) })
  }

  /// The drawings behind a link.
  ///
  /// - Parameters:
  ///   - session: whose token is used, where it has one.
  ///   - needsToken: whether the server's own credentials are not meant for it.
  public func source(
    _ link: DriveLink, session: String, needsToken: Bool, extensions: Set<String>
  ) -> DriveSource {
    let token = tokens.token(of: session)
    let budget = token.map { self.budget($0, session) } ?? grantBudget
    let client = DriveClient(
      base: base, exchange: DriveExchange(transport: transport, budget: budget),
      authorization: SessionAuthorization(
        tokens: tokens, session: session, grant: needsToken ? nil : grant))
    return DriveSource(
      link: link, client: client, extensions: extensions, spoolFolder: spoolFolder,
      threads: threads, kept: kept)
  }

  /// Forgets a session that has ended, and its token.
  public func close(_ session: String) {
    tokens.remove(session)
    budgets.withLock { $0[session] = nil }
  }

  /// Breaks off what is under way.
  public func stop() {
    grantBudget.stop()
    for entry in budgets.withLock({ $0.values.map(\.budget) }) { entry.stop() }
    transport.stop()
  }

  private func budget(_ token: String, _ session: String) -> DriveBudget {
    budgets.withLock { budgets in
      let shared = budgets.values.first { $0.token == token }?.budget ?? DriveBudget()
      budgets[session] = (token, shared)
      return shared
    }
  }
}
