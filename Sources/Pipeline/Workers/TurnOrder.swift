/// Which of several things that are used in turns are kept, within a bound on their sizes.
///
/// Where all take turns, the one used last is needed last: of more than fit, it goes first. Dropping
/// the one used longest ago, as caches mostly do, would miss at every use.
struct TurnOrder {
  let limit: Int
  let sizeLimit: Int
  /// Used longest ago first.
  private var order: [String] = []
  private var sizes: [String: Int] = [:]

  init(limit: Int, sizeLimit: Int) {
    self.limit = limit
    self.sizeLimit = sizeLimit
  }

  /// Notes a use.
  mutating func use(_ key: String) {
    order.removeAll { $0 == key }
    order.append(key)
  }

  mutating func remove(_ key: String) {
    order.removeAll { $0 == key }
    sizes[key] = nil
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
      if count < limit, total + size <= sizeLimit {
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
