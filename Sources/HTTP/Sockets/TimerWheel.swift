/// Finds the connections whose time has come, without an entry to move whenever a deadline moves.
///
/// Each connection stands once in the slot of its earliest filed deadline. When the slot comes round,
/// the owner looks at the real deadline and files the connection again if that is later: moving a
/// deadline away costs nothing.
struct TimerWheel {
  /// 2^28 ns: about 0.27 s, fine enough for limits of seconds.
  static let tickShift: UInt64 = 28
  static let slotCount: UInt64 = 1_024

  private var slots = [[ConnectionID]](repeating: [], count: Int(slotCount))
  /// The last tick that was looked at.
  private(set) var current: UInt64

  init(now: UInt64) { current = now >> Self.tickShift }

  /// The tick in which a deadline falls, within the wheel's horizon.
  func tick(of deadline: UInt64) -> UInt64 {
    let wanted = (deadline >> Self.tickShift) &+ 1
    return min(max(wanted, current + 1), current + Self.slotCount - 1)
  }

  mutating func file(_ id: ConnectionID, at tick: UInt64) {
    slots[Int(tick % Self.slotCount)].append(id)
  }

  /// Takes what is filed up to `now`, a slot a call; nil when all is taken.
  mutating func next(now: UInt64) -> (tick: UInt64, due: [ConnectionID])? {
    while current < now >> Self.tickShift {
      current += 1
      let slot = Int(current % Self.slotCount)
      if slots[slot].isEmpty { continue }
      let due = slots[slot]
      slots[slot] = []
      return (current, due)
    }
    return nil
  }

  /// Milliseconds until the next tick.
  func wait(now: UInt64) -> Int32 {
    let next = (current + 1) << Self.tickShift
    return next <= now ? 0 : Int32(truncatingIfNeeded: (next - now) / 1_000_000 + 1)
  }
}
