internal import Synchronization

/// What the unfinished messages of all WebSockets may take of memory together.
///
/// Each alone is bounded too, but many connections would add up: a few kilobytes on the wire inflate
/// to the longest message, which then waits for its end.
final class MessageBudget: Sendable {
  /// Bytes.
  private let limit: Int
  private let taken = Atomic<Int>(0)

  init(limit: Int) { self.limit = limit }

  /// Bytes that are taken now.
  var used: Int { taken.load(ordering: .relaxed) }

  /// - Returns: false, and nothing is taken, where so many bytes are not left.
  func take(_ count: Int) -> Bool {
    if taken.add(count, ordering: .relaxed).newValue <= limit { return true }
    give(count)
    return false
  }

  func give(_ count: Int) { taken.subtract(count, ordering: .relaxed) }
}
