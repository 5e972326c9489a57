/// Names a connection of one loop for as long as the process runs: a slot, and how often the slot
/// has been used before.
struct ConnectionID: Sendable, Hashable {
  let raw: UInt64

  init(raw: UInt64) { self.raw = raw }

  init(slot: Int, generation: UInt32) {
    raw = UInt64(generation) << 32 | UInt64(UInt32(truncatingIfNeeded: slot))
  }

  var slot: Int { Int(UInt32(truncatingIfNeeded: raw)) }
  var generation: UInt32 { UInt32(truncatingIfNeeded: raw >> 32) }
}

/// One request on a connection: a late answer to an earlier one is told from it.
struct ExchangeID: Sendable {
  let connection: ConnectionID
  let serial: UInt32
}

/// A loop's connections by slot.
struct ConnectionTable {
  private var slots: [Connection?] = []
  private var generations: [UInt32] = []
  private var free: [Int32] = []
  private(set) var count = 0

  mutating func reserve() -> ConnectionID {
    if let slot = free.popLast() {
      return ConnectionID(slot: Int(slot), generation: generations[Int(slot)])
    }
    slots.append(nil)
    // Generation 0 is never used: no ID is 0, so 0 can mean the loop's own descriptors.
    generations.append(1)
    return ConnectionID(slot: slots.count - 1, generation: 1)
  }

  mutating func put(_ connection: Connection, at id: ConnectionID) {
    slots[id.slot] = connection
    count += 1
  }

  mutating func remove(_ id: ConnectionID) {
    guard self[id] != nil else { return }
    slots[id.slot] = nil
    generations[id.slot] &+= 1
    if generations[id.slot] == 0 { generations[id.slot] = 1 }
    free.append(Int32(truncatingIfNeeded: id.slot))
    count -= 1
  }

  @inline(__always)
  subscript(id: ConnectionID) -> Connection? {
    let slot = id.slot
    guard slot < slots.count, generations[slot] == id.generation else { return nil }
    return slots[slot]
  }

  var all: [Connection] { slots.compactMap(\.self) }
}
