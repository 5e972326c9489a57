internal import Glibc

/// Finding words in raw bytes, checked.
enum Search {
  /// Whether `word` stands at a byte.
  static func matches(_ word: StaticString, in bytes: UnsafeRawBufferPointer, at offset: Int)
    -> Bool
  {
    let count = word.utf8CodeUnitCount
    guard offset >= 0, offset <= bytes.count &- count, let base = bytes.baseAddress else {
      return false
    }
    return memcmp(base + offset, word.utf8Start, count) == 0
  }

  /// Where `word` stands first, beginning at or after a byte and before `end`.
  static func find(
    _ word: StaticString, in bytes: UnsafeRawBufferPointer, from start: Int = 0, to end: Int = .max
  ) -> Int? {
    let end = min(end, bytes.count)
    var at = start
    while at >= 0, at < end, let base = bytes.baseAddress,
      let found = memchr(base + at, Int32(word.utf8Start.pointee), end - at)
    {
      at = UnsafeRawPointer(found) - base
      if matches(word, in: bytes, at: at) { return at }
      at += 1
    }
    return nil
  }

  /// Where `word` stands last, before `end` and not before `start`.
  static func findLast(
    _ word: StaticString, in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
  ) -> Int? {
    var at = min(end, bytes.count) - word.utf8CodeUnitCount
    while at >= max(0, start) {
      if matches(word, in: bytes, at: at) { return at }
      at -= 1
    }
    return nil
  }
}
