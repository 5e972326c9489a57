/// What a CMap says about character codes (ISO 32000-2 §9.7.5, §9.10.3; Adobe Technical Note 5014):
/// how long they are, and which CIDs or characters they stand for.
struct CMap {
  /// Codes of one length whose bytes each lie between those of `low` and `high`.
  struct Space {
    var size: Int
    var low: UInt32
    var high: UInt32

    @inline(__always)
    func contains(_ code: UInt32) -> Bool {
      var shift = UInt32(0)
      while shift < UInt32(size) * 8 {
        let byte = code >> shift & 0xFF
        if byte < low >> shift & 0xFF || byte > high >> shift & 0xFF { return false }
        shift += 8
      }
      return true
    }
  }

  /// Codes `low ... high` stand for `value`, `value + 1`, …
  struct Mapping {
    var low: UInt32
    var high: UInt32
    var value: UInt32

    /// What it says of the codes `low ... high` in it.
    fileprivate func part(_ low: UInt64, _ high: UInt64) -> Mapping {
      let low = UInt32(truncatingIfNeeded: low)
      let shift = value & CMap.sequence == 0 ? low &- self.low : 0
      return Mapping(low: low, high: UInt32(truncatingIfNeeded: high), value: value &+ shift)
    }
  }

  /// Bit of a character mapping's value that says it is an index into ``sequences``.
  static let sequence: UInt32 = 0x8000_0000

  var name: Name?
  var spaces: [Space] = []
  private(set) var identifiers: [Mapping] = []
  private(set) var characters: [Mapping] = []
  /// Scalars of codes that stand for other than one character.
  private(set) var sequences: [[UInt32]] = []
  var isVertical = false
  private var isSorted = true

  /// Mappings kept; beyond them a hostile file would fill memory. A full CJK CMap has some 20,000.
  static let mappingLimit = 200_000

  /// Two-byte codes that are their own CIDs.
  static func identity(vertical: Bool) -> CMap {
    var map = CMap()
    map.spaces = [Space(size: 2, low: 0, high: 0xFFFF)]
    map.identifiers = [Mapping(low: 0, high: 0xFFFF, value: 0)]
    map.isVertical = vertical
    return map
  }

  mutating func addIdentifiers(_ low: UInt32, _ high: UInt32, _ value: UInt32) {
    guard low <= high, identifiers.count < Self.mappingLimit else { return }
    identifiers.append(Mapping(low: low, high: high, value: value))
    isSorted = false
  }

  /// Codes from `low` on stand for the scalars, the last of which counts up with the code.
  mutating func addCharacters(_ low: UInt32, _ high: UInt32, _ scalars: [UInt32]) {
    guard low <= high, characters.count < Self.mappingLimit else { return }
    isSorted = false
    if scalars.count == 1 {
      // Values with the bit of a sequence are no characters, nor is what lies beyond Unicode.
      guard scalars[0] < 0x11_0000 else { return }
      characters.append(Mapping(low: low, high: high, value: scalars[0]))
      return
    }
    // A range that counts up behind a fixed beginning: one sequence a code, bounded.
    for code in low...min(high, low &+ 255 < low ? low : low &+ 255) {
      guard sequences.count < Self.mappingLimit else { return }
      var text = scalars
      if let last = text.indices.last { text[last] &+= code - low }
      let index = UInt32(truncatingIfNeeded: sequences.count)
      characters.append(Mapping(low: code, high: code, value: Self.sequence | index))
      sequences.append(text)
    }
  }

  /// Takes over what another CMap says (`usecmap`) of codes that this one says nothing of.
  ///
  /// Both must be finished. O(n log n).
  mutating func inherit(_ other: CMap) {
    if spaces.isEmpty { spaces = other.spaces }
    let shift = UInt32(truncatingIfNeeded: sequences.count)
    sequences += other.sequences
    let shifted = other.characters.map {
      guard $0.value & Self.sequence != 0 else { return $0 }
      return Mapping(low: $0.low, high: $0.high, value: $0.value &+ shift)
    }
    identifiers = Self.overlay(identifiers, on: other.identifiers)
    characters = Self.overlay(characters, on: shifted)
  }

  /// The mappings of `top`, and those parts of `base` that none of them covers.
  private static func overlay(_ top: [Mapping], on base: [Mapping]) -> [Mapping] {
    if top.isEmpty { return base }
    var result = top
    var first = 0
    for mapping in base {
      var low = UInt64(mapping.low)
      // Ranges inside others are near their outer one, which reaches further.
      while first < top.count, top[first].high < mapping.low { first += 1 }
      var at = first
      while at < top.count, top[at].low <= mapping.high, low <= UInt64(mapping.high) {
        if UInt64(top[at].low) > low { result.append(mapping.part(low, UInt64(top[at].low) - 1)) }
        low = max(low, UInt64(top[at].high) + 1)
        at += 1
      }
      if low <= UInt64(mapping.high) { result.append(mapping.part(low, UInt64(mapping.high))) }
    }
    result.sort { $0.low < $1.low }
    return result
  }

  /// Prepares the lookups; of mappings with the same first code the last stays.
  mutating func finish() {
    guard !isSorted else { return }
    Self.sort(&identifiers)
    Self.sort(&characters)
    isSorted = true
  }

  private static func sort(_ mappings: inout [Mapping]) {
    var sorted: [Mapping] = []
    sorted.reserveCapacity(mappings.count)
    // Swift's sort is stable, so later definitions come later.
    for mapping in mappings.sorted(by: { $0.low < $1.low }) {
      if let last = sorted.last, last.low == mapping.low, last.high <= mapping.high {
        sorted[sorted.count - 1] = mapping
      } else {
        sorted.append(mapping)
      }
    }
    mappings = sorted
  }

  /// Mappings looked at below the nearest, for ranges that lie inside others.
  private static let nesting = 4

  private static func find(_ code: UInt32, _ mappings: [Mapping]) -> UInt32? {
    var low = 0
    var high = mappings.count
    while low < high {
      let middle = (low + high) / 2
      if mappings[middle].low <= code { low = middle + 1 } else { high = middle }
    }
    for index in stride(from: low - 1, through: max(0, low - nesting), by: -1) {
      let mapping = mappings[index]
      guard code <= mapping.high else { continue }
      if mapping.value & sequence != 0 { return mapping.value }
      let (value, overflow) = mapping.value.addingReportingOverflow(code - mapping.low)
      return overflow || value & sequence != 0 ? nil : value
    }
    return nil
  }

  /// The CID of a code; nil if the CMap has none. O(log n).
  func identifier(of code: UInt32) -> UInt32? { Self.find(code, identifiers) }

  /// A scalar, or ``sequence`` with an index into ``sequences``; nil if the CMap has none.
  func character(of code: UInt32) -> UInt32? {
    guard let value = Self.find(code, characters) else { return nil }
    if value < 0x11_0000 { return value }
    return value & Self.sequence != 0 && Int(value & ~Self.sequence) < sequences.count ? value : nil
  }

  /// Takes the next code off a string: its value and length in bytes (§9.7.6.3).
  func next(_ string: UnsafeBufferPointer<UInt8>, at position: Int) -> (code: UInt32, size: Int) {
    var code: UInt32 = 0
    var size = 0
    while size < 4, position + size < string.count {
      code = code << 8 | UInt32(string[position + size])
      size += 1
      for space in spaces where space.size == size && space.contains(code) { return (code, size) }
    }
    // No range fits: as many bytes as the shortest code has.
    let shortest = max(1, min(spaces.map(\.size).min() ?? 1, string.count - position))
    code = 0
    for index in 0..<shortest { code = code << 8 | UInt32(string[position + index]) }
    return (code, shortest)
  }
}
