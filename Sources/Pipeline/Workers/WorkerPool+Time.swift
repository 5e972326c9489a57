import Dispatch

/// Leases that are extended while their drawings are read, and wake-ups that are set.
extension WorkerPool {
  func hold(_ leases: [Lease], by worker: Int) {
    state.withLock { $0.leases[worker] = leases }
  }

  /// Extends the leases in hand three times in a visibility timeout.
  func scheduleExtensions() {
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
  func setAlarm() {
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
  func wakeLater() {
    timers.asyncAfter(deadline: .now() + 1) { [weak self] in self?.wake() }
  }
}
