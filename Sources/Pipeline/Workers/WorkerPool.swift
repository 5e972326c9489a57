import Dispatch
import FileSources
import Foundation
import Recognition
import Store
import Synchronization

/// Reads queued drawings on Dispatch queues, one a worker.
///
/// A worker without work parks; the backend's hook wakes it, and a timer when a retry falls due.
public final class WorkerPool: Sendable {
  private struct State {
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

  private let backend: any Backend
  private let contexts: SessionContexts
  private let pause: SessionPause
  private let settings: WorkerSettings
  private let cache: TextCache?
  private let room: Room
  private let clock: Clock
  private let log: @Sendable (WorkerEvent) -> Void
  private let state: Mutex<State>
  private let queues: [DispatchQueue]
  private let timers = DispatchQueue(label: "isoscan.worker-timers")
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

  private func wake() {
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

  private var isStopping: Bool { state.withLock { $0.isStopping } }

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

  // MARK: One batch

  /// Ends the drawings whose text is in the cache, all in one commit: a drawing takes less time
  /// than a commit does.
  ///
  /// - Returns: those that are to be read, a batch at most; what is more is given back.
  private func recall(
    _ leases: [Lease], _ worker: Int, _ reader: inout DrawingReader
  ) -> [Lease] {
    guard cache != nil, !isStopping else { return leases }
    let begun = commit("begin") { () throws(BackendError) in
      try backend.begin(leases, now: clock.steady())
    }
    var results: [(lease: Lease, result: DrawingResult)] = []
    var rest: [Lease] = []
    for lease in begun ?? [] {
      if let context = try? contexts.context(of: lease.session),
        let result = reader.recall(lease.item, context)
      {
        results.append((lease, result))
      } else {
        rest.append(lease)
      }
    }
    _ = commit("finish") { () throws(BackendError) in
      try backend.finish(results, resting: rest)
    }
    let spare = Array(rest.dropFirst(settings.batchSize))
    if !spare.isEmpty { release(spare) }
    rest.removeLast(spare.count)
    hold(rest, by: worker)
    return rest
  }

  private func process(_ leases: [Lease], _ worker: Int, _ reader: inout DrawingReader) {
    let prepared = prepare(leases, reader)
    defer { for (source, items) in prepared { source.forget(items) } }
    var rest = leases[...]
    var hasBegun = false
    while let lease = rest.popFirst() {
      if isStopping {
        release([lease] + rest)
        break
      }
      guard hasBegun || begin(lease) else { continue }
      if let result = read(lease, worker, &reader) {
        hasBegun = finish(lease, result, beginning: isStopping ? nil : rest.first)
      } else {
        hasBegun = false
      }
      hold(Array(rest), by: worker)
    }
    hold([], by: worker)
  }

  /// Tells the sources of a batch what is read of them soon.
  private func prepare(
    _ leases: [Lease], _ reader: borrowing DrawingReader
  ) -> [(any FileSource, [SourceItem])] {
    Dictionary(grouping: leases, by: \.session).compactMap { session, leases in
      guard let context = try? contexts.context(of: session) else { return nil }
      let items = leases.map(\.item)
      reader.prepare(items, context)
      return (context.source, items)
    }
  }

  /// - Returns: `nil` where the lease was given back: nothing is known of its drawing.
  private func read(
    _ lease: Lease, _ worker: Int, _ reader: inout DrawingReader
  ) -> DrawingResult? {
    let item = lease.item
    let cancellation = beginReading(lease.session, worker)
    defer { state.withLock { $0.readings[worker] = nil } }
    do {
      let context = try contexts.context(of: lease.session)
      return try room.attempt { try reader.read(item, context, cancellation) }
    } catch SourceError.interrupted {
      release([lease])
      return nil
    } catch SourceError.unauthorized(let reason) {
      guard !waits(lease.session, reason) else {
        release([lease])
        return nil
      }
      return DrawingResult(verdict: .failed, message: reason, finishedAt: clock.now())
    } catch {
      let message = (error as? Failure)?.message ?? "Can't be read: \(error)."
      return DrawingResult(verdict: .failed, message: message, finishedAt: clock.now())
    }
  }

  /// What ends a reading that begins; at once where that is due already.
  private func beginReading(_ session: String, _ worker: Int) -> Cancellation {
    let cancellation = Cancellation()
    let isDue = state.withLock { state in
      state.readings[worker] = (session, cancellation)
      return state.isStopping || state.cancelled.contains(session)
    }
    if isDue { cancellation.cancel() }
    return cancellation
  }

  /// Pauses a session whose credentials are not accepted; false where it can't wait for others.
  private func waits(_ session: String, _ reason: String) -> Bool {
    let outcome = commit("pause") { () throws(BackendError) in
      try pause.pause(session, reason: reason)
    }
    return outcome != .ended
  }

  private func begin(_ lease: Lease) -> Bool {
    commit("begin") { () throws(BackendError) in try backend.begin(lease, now: clock.steady()) }
      ?? false
  }

  /// Commits the outcome.
  /// - Returns: whether reading `next` has begun with it.
  private func finish(_ lease: Lease, _ result: DrawingResult, beginning next: Lease?) -> Bool {
    if result.verdict.isRetried {
      _ = commit("fail") { () throws(BackendError) in
        try backend.fail(lease, result, now: clock.steady())
      }
      return false
    }
    let outcome = commit("finish") { () throws(BackendError) in
      try backend.finish(lease, result, beginning: next, now: clock.steady())
    }
    switch outcome {
    case .counted(_, let nextBegan), .stale(let nextBegan): return nextBegan
    case nil: return false
    }
  }

  private func release(_ leases: [Lease]) {
    _ = commit("release") { () throws(BackendError) in
      try backend.release(leases, delay: 0, now: clock.steady())
    }
  }

  /// Does `verb`, waiting for room where there is none.
  ///
  /// - Returns: `nil` where it failed for another reason, or at a stop: the lease then ends by
  ///   itself and the drawing is read again.
  private func commit<Outcome>(
    _ name: String, _ verb: () throws(BackendError) -> Outcome
  ) -> Outcome? {
    do throws(BackendError) {
      return try room.attempt(verb)
    } catch {
      log(.storageFailed(name, error))
      return nil
    }
  }

  // MARK: Time

  private func hold(_ leases: [Lease], by worker: Int) {
    state.withLock { $0.leases[worker] = leases }
  }

  /// Extends the leases in hand three times in a visibility timeout.
  private func scheduleExtensions() {
    let interval = Double(settings.visibilityTimeout) / 3
    timers.asyncAfter(deadline: .now() + interval) { [weak self] in
      guard let self, !isStopping else { return }
      let leases = state.withLock { $0.leases.values.flatMap { $0 } }
      if !leases.isEmpty {
        do throws(BackendError) {
          _ = try backend.extend(leases, now: clock.steady())
        } catch {
          log(.storageFailed("extend", error))
        }
      }
      scheduleExtensions()
    }
  }

  /// Sets a wake-up for when the next retry falls due.
  private func setAlarm() {
    guard !isStopping, let due = try? backend.nextDue() else { return }
    let isNew = state.withLock { state -> Bool in
      if let alarm = state.alarm, alarm <= due { return false }
      state.alarm = due
      return true
    }
    guard isNew else { return }
    let delay = Int(min(max(1, due - clock.steady()), 3_600_000))
    timers.asyncAfter(deadline: .now() + .milliseconds(delay)) { [weak self] in
      guard let self else { return }
      state.withLock { if $0.alarm == due { $0.alarm = nil } }
      wake()
    }
  }

  /// After a failure of the storage: a second is long enough not to spin.
  private func wakeLater() {
    timers.asyncAfter(deadline: .now() + 1) { [weak self] in self?.wake() }
  }
}

/// What happens to workers, for the log.
public enum WorkerEvent: Sendable {
  /// A verb of the backend failed.
  case storageFailed(String, BackendError)
}

extension Lease {
  /// The drawing, as its source listed it.
  fileprivate var item: SourceItem {
    SourceItem(name: name, reference: reference, size: size, identity: identity)
  }
}
