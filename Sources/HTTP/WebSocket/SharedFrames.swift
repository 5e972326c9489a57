internal import Synchronization

/// The frames of a message as the queues of all its receivers share them.
final class SharedFrames: Sendable {
  let bytes: [UInt8]
  private let holders = Atomic<Int>(0)

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A queue holds the frames from now on; they count once, however many do.
  func hold(_ memory: OutputMemory) {
    if holders.add(1, ordering: .relaxed).newValue == 1 { memory.add(bytes.count) }
  }

  /// A queue has let go of them.
  func release(_ memory: OutputMemory) {
    if holders.subtract(1, ordering: .relaxed).newValue == 0 { memory.add(-bytes.count) }
  }
}
