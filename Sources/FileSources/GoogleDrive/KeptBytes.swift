internal import Synchronization

/// Room for drawings that are fetched and that nobody reads now, of all sources together.
final class KeptBytes: Sendable {
  /// Most bytes kept: some batches of usual drawings.
  private static let limit: Int64 = 64 << 20

  /// A part of the room, free again when it is let go.
  final class Room: Sendable {
    private let bytes: Int64
    private let owner: KeptBytes

    fileprivate init(_ bytes: Int64, of owner: KeptBytes) {
      self.bytes = bytes
      self.owner = owner
    }

    deinit { owner.used.withLock { $0 -= bytes } }
  }

  private let used = Mutex<Int64>(0)

  /// - Returns: `nil` where there is no room for so many bytes.
  func reserve(_ bytes: Int64) -> Room? {
    let fits = used.withLock { used in
      guard bytes >= 0, bytes <= Self.limit - used else { return false }
      used += bytes
      return true
    }
    return fits ? Room(bytes, of: self) : nil
  }
}
