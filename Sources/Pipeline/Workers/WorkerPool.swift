import Dispatch
import Foundation
import Recognition
import Store
import Synchronization

/// Reads queued drawings on Dispatch queues, one a worker.
///
/// A worker without work parks; the backend's hook wakes it, and a timer when a retry falls due.
public final class WorkerPool: Sendable {
  struct State {
    var isStopping = false
    /// Raised by each wake-up, so that none is lost between an empty lease and parking.
    var generation = 0
    var parked: Set<Int> = []
    var leases: [Int: [Lease]] = [:]
    /// What each worker reads, so that text recognition can be ended.
    var readings: [Int: (session: String, cancellation: Cancellation)] = [:]
    /// Sessions that were cancelled and have not ended.
    var cancelled: Set<String> = []
    /// The earliest wake-up that is set, in milliseconds since 1970.
    var alarm: Int64?
  }

  /// Batches that are leased at once while their text comes from the cache: a commit then takes longer
  /// than the drawings of one.
  private static let recalledBatches = 4

  let backend: any Backend
  let contexts: SessionContexts
  let pause: SessionPause
  let settings: WorkerSettings
  let cache: TextCache?
  let room: Room
  let clock: Clock
  let log: @Sendable (WorkerEvent) -> Void
  let state: Mutex<State>
  private let queues: [DispatchQueue]
  let timers = DispatchQueue(label: "isoscan.worker-timers")
  private let running = DispatchGroup()

  /// - Parameter cache: where the text of drawings is kept; `nil`: each is read every time.
  public init(
    backend: any Backend, sources: SourceResolver, settings: WorkerSettings, room: Room,
    cache: TextCache? = nil, clock: Clock = .system,
    log: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
  ) {
    self.backend = backend
    contexts = SessionContexts(backend: backend, sources: sources)
    pause = SessionPause(backend: backend, sources: sources)
    self.settings = settings
    self.cache = cache
    self.room = room
    self.clock = clock
    self.log = log
    state = Mutex(State(parked: Set(0..<settings.count)))
    queues = (0..<settings.count).map { DispatchQueue(label: "isoscan.worker-\($0)") }
  }

  /// Begins to read whatever is queued.
  public func start() {
    backend.onWork { [weak self] in self?.wake() }
    scheduleExtensions()
    wake()
  }

  /// Finishes the drawings being read, gives the other leases back, and waits for both. Text
  /// recognition is ended at once: its drawing is given back too.
  ///
  /// - Returns: whether all workers ended within `seconds`.
  public func stop(within seconds: Double) -> Bool {
    let readings = state.withLock { state in
      state.isStopping = true
      return state.readings.values.map(\.cancellation)
    }
    for cancellation in readings { cancellation.cancel() }
    return running.wait(timeout: .now() + seconds) == .success
  }

  /// Drops what is kept of a session that has ended or waits.
  public func forget(_ session: String) {
    state.withLock { _ = $0.cancelled.remove(session) }
    contexts.forget(session)
  }

  /// Ends the text recognition of a session that was cancelled; its drawings are given back.
  public func cancel(_ session: String) {
    let readings = state.withLock { state in
      state.cancelled.insert(session)
      return state.readings.values.filter { $0.session == session }.map(\.cancellation)
    }
    for cancellation in readings { cancellation.cancel() }
  }

  // MARK: Parking

  func wake() {
    let woken = state.withLock { state -> Set<Int> in
      state.generation += 1
      guard !state.isStopping else { return [] }
      defer { state.parked = [] }
      for _ in state.parked { running.enter() }
      return state.parked
    }
    for worker in woken {
      queues[worker].async { [self] in
        run(worker)
        running.leave()
      }
    }
  }

  /// Parks the worker, unless there was a wake-up since `generation`.
  private func park(_ worker: Int, since generation: Int) -> Bool {
    state.withLock { state in
      if !state.isStopping, state.generation != generation { return false }
      state.parked.insert(worker)
      return true
    }
  }

  var isStopping: Bool { state.withLock { $0.isStopping } }

  private func run(_ worker: Int) {
    var reader = DrawingReader(settings: settings, clock: clock, cache: cache)
    var count = settings.batchSize
    while true {
      let generation = state.withLock { $0.generation }
      let leases = isStopping ? [] : lease(upTo: count)
      if leases.isEmpty {
        if park(worker, since: generation) { break }
      } else {
        hold(leases, by: worker)
        let rest = recall(leases, worker, &reader)
        count = rest.isEmpty ? settings.batchSize * Self.recalledBatches : settings.batchSize
        process(rest, worker, &reader)
      }
    }
    setAlarm()
  }

  private func lease(upTo count: Int) -> [Lease] {
    // Whoever waits for room wakes all when there is some.
    if room.isShort { return [] }
    let leases = commit("lease") { () throws(BackendError) in
      try backend.lease(upTo: count, now: clock.steady())
    }
    if leases == nil { wakeLater() }
    return leases ?? []
  }
}

/// What happens to workers, for the log.
public enum WorkerEvent: Sendable {
  /// A verb of the backend failed.
  case storageFailed(String, BackendError)
}
