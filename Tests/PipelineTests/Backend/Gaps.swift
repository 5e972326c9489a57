import Synchronization

/// Collects what a client gets who joins in the middle.
final class Gaps: Sendable {
  private struct State {
    var before: [Int] = []
    var synchronized: [Int]?
    var after: [Int] = []
    var isExact = true
  }

  private let state = Mutex(State())

  func tell(_ number: Int) {
    state.withLock {
      if $0.synchronized == nil { $0.before.append(number) } else { $0.after.append(number) }
    }
  }

  func synchronize(_ numbers: [Int], processed: Int) {
    state.withLock {
      $0.synchronized = numbers
      $0.isExact = numbers == $0.before && processed == $0.before.count
    }
  }

  /// Whether the snapshot held exactly what was told before, and all the rest was told after.
  var isWhole: Bool {
    state.withLock { state in
      state.isExact && (state.synchronized ?? []) + state.after == Array(1...200)
    }
  }
}
