internal import CLinux
internal import Dispatch
internal import Glibc
internal import Synchronization

/// An HTTP and WebSocket server: some event loops, a router and hooks.
public final class Server: Sendable {
  private struct State {
    var loops: [EventLoop] = []
    var threads: [pthread_t] = []
    var hasStarted = false
  }

  private let configuration: ServerConfiguration
  private let router: Router
  private let hooks: ServerHooks
  private let state = Mutex(State())

  public init(
    configuration: ServerConfiguration, router: Router, hooks: ServerHooks = ServerHooks()
  ) {
    self.configuration = configuration
    self.router = router
    self.hooks = hooks
  }

  /// Binds all addresses and begins to accept.
  ///
  /// It sets the process to ignore SIGPIPE, and raises the soft limit of descriptors to the hard one.
  /// - Returns: what was bound, with the ports that were free where 0 was asked for.
  /// - Throws: ``SocketError`` naming the address; nothing is left open then.
  public func start() throws(SocketError) -> [BoundAddress] {
    let isFirst = state.withLock { state in
      defer { state.hasStarted = true }
      return !state.hasStarted
    }
    guard isFirst else { throw SocketError("the server was started before") }
    signal(SIGPIPE, SIG_IGN)
    let listeners = try Listeners.open(configuration)
    let loops = try makeLoops()
    let first = loops[0]
    let set = listeners.set
    first.post(.run { first.acceptor = Acceptor(loop: first, loops: loops, listeners: set) })
    let threads = loops.map(Self.launch)
    state.withLock {
      $0.loops = loops
      $0.threads = threads
    }
    return listeners.bound
  }

  private func makeLoops() throws(SocketError) -> [EventLoop] {
    let count =
      configuration.loops > 0 ? configuration.loops : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let gate = ConnectionGate(
      maximum: Self.connectionLimit(configuration.maximumConnections),
      perAddress: configuration.maximumConnectionsPerAddress)
    let context = ServerContext(
      configuration: configuration, router: router, hooks: hooks, gate: gate, loopCount: count)
    var loops: [EventLoop] = []
    for index in 0..<count { loops.append(try EventLoop(index: index, context: context)) }
    return loops
  }

  /// Connections that leave descriptors for files and databases.
  private static func connectionLimit(_ wanted: Int) -> Int {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    let descriptors = Int(clamping: limit.rlim_cur)
    let possible = max(16, descriptors - max(64, min(512, descriptors / 40)))
    return wanted > 0 ? min(wanted, possible) : possible
  }

  private static func launch(_ loop: EventLoop) -> pthread_t {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(loop)
    pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<EventLoop>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    return thread
  }

  /// Stops accepting, lets what is under way finish, closes WebSockets with 1001, then ends the loops.
  ///
  /// Blocks; must not be called on an event loop. A second call returns at once.
  /// - Parameter seconds: after which what is still open is closed.
  public func stop(within seconds: Double) {
    let (loops, threads) = state.withLock { state in
      defer { (state.loops, state.threads) = ([], []) }
      return (state.loops, state.threads)
    }
    for loop in loops { loop.post(.drain) }
    let deadline = DispatchTime.now() + max(0, seconds)
    for loop in loops { _ = loop.drained.wait(timeout: deadline) }
    for loop in loops { loop.post(.stop) }
    for thread in threads { pthread_join(thread, nil) }
  }

  /// What has been done since the start, as of a moment ago.
  public var counters: ServerCounters {
    state.withLock { $0.loops }.reduce(ServerCounters()) { $0 + $1.snapshot() }
  }
}
