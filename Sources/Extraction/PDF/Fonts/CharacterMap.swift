/// A subtable of a TrueType font's `cmap`: formats 0, 4, 6, 10 and 12 (OpenType 1.9, cmap).
struct CharacterMap {
  private let bytes: FontBytes
  private let format: Int

  init?(_ bytes: FontBytes) {
    guard let format = bytes.u16(0), [0, 4, 6, 10, 12].contains(format) else { return nil }
    self.bytes = bytes
    self.format = format
  }

  /// The glyph of a character code, or 0.
  func glyph(of code: Int) -> Int {
    guard code >= 0 else { return 0 }
    switch format {
    case 0: return code < 256 ? bytes.u8(6 + code) ?? 0 : 0
    case 4: return segmented(code)
    case 6:
      guard let first = bytes.u16(6), let count = bytes.u16(8) else { return 0 }
      return code >= first && code - first < count ? bytes.u16(10 + 2 * (code - first)) ?? 0 : 0
    case 10:
      guard let first = bytes.u32(12), let count = bytes.u32(16) else { return 0 }
      return code >= first && code - first < count ? bytes.u16(20 + 2 * (code - first)) ?? 0 : 0
    default: return grouped(code)
    }
  }

  private func segmented(_ code: Int) -> Int {
    guard code <= 0xFFFF, let doubled = bytes.u16(6) else { return 0 }
    let count = doubled / 2
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      guard let end = bytes.u16(14 + 2 * middle) else { return 0 }
      if end < code { low = middle + 1 } else { high = middle }
    }
    return low < count ? glyph(of: code, segment: low, count) : 0
  }

  private func glyph(of code: Int, segment: Int, _ count: Int) -> Int {
    let starts = 16 + 2 * count
    let deltas = starts + 2 * count
    let offsets = deltas + 2 * count
    guard let start = bytes.u16(starts + 2 * segment), start <= code,
      let delta = bytes.u16(deltas + 2 * segment), let offset = bytes.u16(offsets + 2 * segment)
    else { return 0 }
    if offset == 0 { return (code + delta) & 0xFFFF }
    let at = offsets + 2 * segment + offset + 2 * (code - start)
    guard let glyph = bytes.u16(at), glyph != 0 else { return 0 }
    return (glyph + delta) & 0xFFFF
  }

  private func grouped(_ code: Int) -> Int {
    guard let count = bytes.u32(12) else { return 0 }
    var low = 0
    var high = min(count, bytes.count / 12)
    while low < high {
      let middle = (low + high) / 2
      guard let start = bytes.u32(16 + 12 * middle), let end = bytes.u32(20 + 12 * middle),
        let glyph = bytes.u32(24 + 12 * middle)
      else { return 0 }
      if code < start {
        high = middle
      } else if code > end {
        low = middle + 1
      } else {
        return (glyph + code - start) & 0xFFFF
      }
    }
    return 0
  }

  /// Calls `body` with every code that has a glyph, ascending in each segment.
  ///
  /// At most ``pairLimit`` pairs: a hostile table can claim four billion.
  func forEach(_ body: (_ code: Int, _ glyph: Int) -> Void) {
    var left = Self.pairLimit
    for range in ranges() {
      for code in range {
        guard left > 0 else { return }
        left -= 1
        let glyph = glyph(of: code)
        if glyph != 0 { body(code, glyph) }
      }
    }
  }

  /// More than any font's glyphs (65,536) mapped twice.
  private static let pairLimit = 200_000

  private func ranges() -> [ClosedRange<Int>] {
    switch format {
    case 0: return [0...255]
    case 4:
      guard let doubled = bytes.u16(6) else { return [] }
      let count = doubled / 2
      return (0..<count).compactMap { index in
        guard let end = bytes.u16(14 + 2 * index), let start = bytes.u16(16 + 2 * (count + index)),
          start <= min(end, 0xFFFE)
        else { return nil }
        return start...min(end, 0xFFFE)
      }
    case 6, 10:
      let first = format == 6 ? bytes.u16(6) : bytes.u32(12)
      let count = format == 6 ? bytes.u16(8) : bytes.u32(16)
      guard let first, let count, count > 0 else { return [] }
      return [first...first + count - 1]
    default:
      guard let count = bytes.u32(12) else { return [] }
      return (0..<min(count, bytes.count / 12)).compactMap { index in
        guard let start = bytes.u32(16 + 12 * index), let end = bytes.u32(20 + 12 * index),
          start <= end
        else { return nil }
        return start...end
      }
    }
  }
}
