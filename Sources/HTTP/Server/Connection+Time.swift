internal import CLinux

/// What a connection waits for: events of its socket, and the passing of time.
extension Connection {
  var wantsInput: Bool {
    if peerClosed || state == .waiting || state == .streaming || state == .closed { return false }
    if state == .body { return exchange?.isBodyPaused != true }
    if session?.isReading == false { return false }
    return output.pending < Self.outputHighWater || state == .lingering
  }

  /// Brings the descriptor's interest and the deadline in line with the state.
  /// - Parameter dropsInput: input waits that nobody wants now: level-triggered, it would wake the
  ///   loop for ever. Until then a waiting connection keeps its interest: mostly the answer is sooner.
  func settle(dropsInput: Bool = false) {
    if state == .closed { return }
    var wanted: UInt32 = 0
    if wantsInput || !dropsInput && (state == .waiting || state == .streaming) {
      wanted |= UInt32(EPOLLIN.rawValue)
    }
    if wanted & ~interest == UInt32(EPOLLIN.rawValue), !wantsInput { wanted = 0 }
    if isBlocked, !output.isEmpty { wanted |= UInt32(EPOLLOUT.rawValue) }
    if wanted != interest {
      interest = wanted
      loop.rewatch(socket, wanted, id.raw)
    }
    updateDeadline()
  }

  private func updateDeadline() {
    let limits = loop.context.configuration.timeouts
    var next: UInt64
    switch state {
    case .head:
      let limit = parser.hasBegun || serial == 0 ? limits.head : limits.idle
      next = since &+ MonotonicClock.nanoseconds(limit)
    case .body: next = exchange?.bodyDeadline(limits) ?? .max
    case .lingering: next = since &+ MonotonicClock.nanoseconds(limits.linger)
    case .webSocket:
      if output.isEmpty { session?.clock.noteFlushed(now: loop.now) }
      next = session?.clock.nextDeadline ?? .max
    case .waiting, .streaming, .closed: next = .max
    }
    if output.isEmpty {
      lastProgress = loop.now
    } else {
      next = min(next, lastProgress &+ MonotonicClock.nanoseconds(limits.write))
    }
    deadline = next
    if next == .max { return }
    let tick = loop.wheel.tick(of: next)
    if tick < filedTick {
      filedTick = tick
      loop.wheel.file(id, at: tick)
    }
  }

  /// The wheel has come to the tick under which this connection was filed.
  func checkDeadline(_ tick: UInt64) {
    guard tick == filedTick else { return }
    filedTick = .max
    if deadline <= loop.now { timedOut() }
    if state != .closed {
      flush()
      settle()
    }
  }

  private func timedOut() {
    if isBlocked {
      // The kernel asks for more only once a third of its buffer (4 MB) is free, which a slow client may
      // take minutes for: what there is room for now has been taken since.
      flush()
      if state == .closed { return }
      updateDeadline()
      if deadline > loop.now { return }
    }
    let limits = loop.context.configuration.timeouts
    if !output.isEmpty, lastProgress &+ MonotonicClock.nanoseconds(limits.write) <= loop.now {
      return closeSlow()
    }
    switch state {
    case .head where parser.hasBegun:
      refuseMessage(Refusal(408, "request_timeout", "the request head took too long"))
    case .head where output.isEmpty: close(lost: false)
    case .head: endAfterOutput()
    case .body: bodyTimedOut()
    case .webSocket: webSocketTimedOut()
    case .lingering: close(lost: false)
    case .waiting, .streaming, .closed: break
    }
  }
}
