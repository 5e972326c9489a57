import Dispatch
import Synchronization

/// Runs numbered pieces of work on all cores.
enum ParallelLoop {
  private struct State {
    var next = 0
    var failure: (any Error)?
  }

  /// Runs `body` for 0 ..< `count`; the first error ends the loop and is thrown.
  static func run(
    count: Int, jobs: Int = 0, _ body: @escaping @Sendable (Int) throws -> Void
  ) throws {
    let state = Mutex(State())
    let workers = jobs > 0 ? jobs : max(1, ProcessorCount.available)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = state.withLock { state -> Int? in
          guard state.failure == nil, state.next < count else { return nil }
          defer { state.next += 1 }
          return state.next
        }
        guard let index else { return }
        do {
          try body(index)
        } catch {
          state.withLock { if $0.failure == nil { $0.failure = error } }
        }
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
