internal import Synchronization

/// The frames of a message as the queues of all its receivers share them.
final class SharedFrames: Sendable {
  /// Bytes of all frames that queues of this process hold, each counted once.
  static let held = Atomic<Int>(0)

  let bytes: [UInt8]
  private let holders = Atomic<Int>(0)

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A queue holds the frames from now on.
  func hold() {
    guard holders.add(1, ordering: .relaxed).newValue == 1 else { return }
    Self.held.add(bytes.count, ordering: .relaxed)
  }

  /// A queue has let go of them.
  func release() {
    guard holders.subtract(1, ordering: .relaxed).newValue == 0 else { return }
    Self.held.subtract(bytes.count, ordering: .relaxed)
  }
}
