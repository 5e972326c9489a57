import FileSources
import Recognition
import Store

/// One batch: from its leases to its outcomes.
extension WorkerPool {
  /// Ends the drawings whose text is in the cache, all in one commit: a drawing takes less time
  /// than a commit does.
  ///
  /// - Returns: those that are to be read, a batch at most; what is more is given back.
  func recall(
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

  func process(_ leases: [Lease], _ worker: Int, _ reader: inout DrawingReader) {
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
  func commit<Outcome>(
    _ name: String, _ verb: () throws(BackendError) -> Outcome
  ) -> Outcome? {
    do throws(BackendError) {
      return try room.attempt(verb)
    } catch {
      log(.storageFailed(name, error))
      return nil
    }
  }
}

extension Lease {
  /// The drawing, as its source listed it.
  fileprivate var item: SourceItem {
    SourceItem(name: name, reference: reference, size: size, identity: identity)
  }
}
