import Store
import Synchronization

/// Collects what a client gets who joins in the middle.
final class Gaps: Sendable {
  private struct State {
    var before: [Int] = []
    var snapshot: SessionSnapshot?
    var after: [Int] = []
  }

  private let state = Mutex(State())

  var snapshot: SessionSnapshot? { state.withLock { $0.snapshot } }

  func tell(_ number: Int) {
    state.withLock {
      if $0.snapshot == nil { $0.before.append(number) } else { $0.after.append(number) }
    }
  }

  func look(_ snapshot: SessionSnapshot) { state.withLock { $0.snapshot = snapshot } }

  /// Whether the snapshot's rows are exactly what was told before it, and all the rest was told after.
  func areWhole(with rows: [Int]) -> Bool {
    state.withLock { state in
      rows == state.before && state.snapshot?.counters.processed == rows.count
        && rows + state.after == Array(1...200)
    }
  }
}
