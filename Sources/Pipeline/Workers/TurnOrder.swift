/// Which of several things that are used in turns are kept, within a bound on their sizes.
///
/// Where all take turns, the one used last is needed last: of more than fit, it goes first. Dropping
/// the one used longest ago, as caches mostly do, would miss at every use.
struct TurnOrder {
  /// Rounds of turns without a use after which something goes first.
  private static let patience = 8

  let limit: Int
  let sizeLimit: Int
  /// Used longest ago first.
  private var order: [String] = []
  private var sizes: [String: Int] = [:]
  /// Uses in all, and as of each key's last one.
  private var uses = 0
  private var lastUse: [String: Int] = [:]

  init(limit: Int, sizeLimit: Int) {
    self.limit = limit
    self.sizeLimit = sizeLimit
  }

  /// Notes a use.
  mutating func use(_ key: String) {
    order.removeAll { $0 == key }
    order.append(key)
    uses += 1
    lastUse[key] = uses
  }

  mutating func remove(_ key: String) {
    order.removeAll { $0 == key }
    sizes[key] = nil
    lastUse[key] = nil
  }

  /// Notes the size of what was made for `key`.
  ///
  /// - Returns: the keys that have to go for it, no longer kept.
  mutating func keep(_ key: String, size: Int) -> [String] {
    sizes[key] = size
    var count = 1
    var total = size
    var dropped: [String] = []
    for other in order where other != key {
      let size = sizes[other] ?? 0
      // What took no turn while the others had several takes turns no more.
      let isStale = uses - (lastUse[other] ?? 0) > Self.patience * order.count
      if !isStale, count < limit, total + size <= sizeLimit {
        count += 1
        total += size
      } else {
        dropped.append(other)
      }
    }
    for other in dropped { remove(other) }
    return dropped
  }
}
