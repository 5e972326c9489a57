internal import Synchronization

/// The bytes in memory that wait for all clients of a server: each loop tells what its queues hold
/// once a turn, and of what queues share whoever holds it first, or last.
final class OutputMemory: Sendable {
  private let bytes = Atomic<Int>(0)

  var used: Int { bytes.load(ordering: .relaxed) }

  func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
}
