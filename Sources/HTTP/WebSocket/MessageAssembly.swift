/// The payload of one message that comes in pieces, paid for out of a budget as it grows.
struct MessageAssembly: ~Copyable {
  /// Bytes that every connection may hold, and keep for its next message, without paying.
  private static let free = 4_096
  /// Bytes that are paid for at once.
  private static let step = 16_384

  private let budget: MessageBudget
  private var paid = 0
  /// Whoever appends asks ``pay(for:)`` before, or right after where the count isn't known before.
  var bytes: [UInt8] = []

  init(_ budget: MessageBudget) { self.budget = budget }

  deinit { if paid > 0 { budget.give(paid) } }

  /// Pays for that many bytes in all.
  /// - Returns: false where the budget is used up.
  mutating func pay(for count: Int) -> Bool {
    if count <= max(paid, Self.free) { return true }
    let more = (count - paid + Self.step - 1) / Self.step * Self.step
    guard budget.take(more) else { return false }
    paid += more
    return true
  }

  /// Forgets the message; a large buffer is given back.
  mutating func drop() {
    if bytes.capacity > Self.free {
      bytes = []
    } else {
      bytes.removeAll(keepingCapacity: true)
    }
    if paid > 0 { budget.give(paid) }
    paid = 0
  }
}
