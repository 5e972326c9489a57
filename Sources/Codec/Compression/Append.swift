extension [UInt8] {
  /// Appends up to `capacity` bytes that `fill` writes into fresh room; it returns how many.
  ///
  /// Room grows by at least what is there, so that the cost stays linear in the whole.
  @discardableResult
  mutating func append(
    upTo capacity: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) -> Int {
    if self.capacity - count < capacity {
      reserveCapacity(count + Swift.max(capacity, count))
    }
    var written = 0
    append(addingCapacity: capacity) { span in
      span.withUnsafeMutableBufferPointer { room, initialized in
        let free = UnsafeMutableBufferPointer(rebasing: room[initialized...].prefix(capacity))
        written = Swift.min(free.count, Swift.max(0, fill(free)))
        initialized += written
      }
    }
    return written
  }
}
