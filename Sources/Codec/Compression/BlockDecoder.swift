/// Decodes deflate (RFC 1951) from memory into memory, and stops wherever the room ends.
///
/// Reads several symbols to a refill of the bits while neither end is near; near one, each symbol is
/// looked at before it is taken. Nothing is read or written outside of what it was given, whatever the
/// stream says.
struct BlockDecoder: ~Copyable {
  /// Why decoding stopped.
  enum Stop {
    case ended
    case truncated
    case corrupt
    /// The room is full, and more would follow.
    case room
  }

  private enum Block {
    case none
    case stored(left: Int)
    case coded
  }

  /// Widths of the tables' main parts: wider ones take longer to fill than they save on short streams.
  private static let literalBits = 10
  private static let distanceBits = 8
  /// The capacities are those of the largest complete codes (zlib's `enough 288 10 15`, `32 8 15`).
  private var literals = HuffmanTable(mainBits: Self.literalBits, capacity: 1_334)
  private var distances = HuffmanTable(mainBits: Self.distanceBits, capacity: 402)
  /// Lengths of the codes of a block being begun.
  private let lengths: UnsafeMutablePointer<UInt8>
  private var block = Block.none
  /// What is left of a match that met the end of the room.
  private var match: (length: Int, distance: Int)?
  private var isLast = false
  private var hasFixedCodes = false

  /// Most lengths that a block's head sends: 286 and 30 (§3.2.7).
  private static let lengthLimit = 316
  /// Bytes that one match may write, with what copying in words writes beyond it.
  private static let longestMatch = 258 + 16

  init() {
    lengths = .allocate(capacity: Self.lengthLimit)
    lengths.initialize(repeating: 0, count: Self.lengthLimit)
  }

  deinit { lengths.deallocate() }

  /// Forgets everything, for a new stream.
  mutating func reset() {
    block = .none
    isLast = false
    match = nil
  }

  /// Decodes on from where it stopped.
  /// - Parameters:
  ///   - base: everything decoded so far, and room behind it.
  ///   - count: bytes decoded so far, counted on.
  ///   - capacity: where the room ends.
  mutating func run(
    _ bits: inout BitReader, _ base: UnsafeMutablePointer<UInt8>, _ count: inout Int,
    capacity: Int
  ) -> Stop {
    while true {
      var stop: Stop?
      switch block {
      case .none:
        if isLast { return .ended }
        stop = begin(&bits)
      case .stored(let left):
        stop = copy(left, &bits, base, &count, capacity)
      case .coded:
        stop = decode(&bits, base, &count, capacity)
      }
      if let stop { return stop }
    }
  }

  // MARK: - Heads (§3.2.3)

  private mutating func begin(_ bits: inout BitReader) -> Stop? {
    bits.refill()
    guard bits.count >= 3 else { return .truncated }
    isLast = bits.take(1) == 1
    switch bits.take(2) {
    case 0: return beginStored(&bits)
    case 1:
      if !hasFixedCodes { takeFixedCodes() }
      block = .coded
      return nil
    case 2:
      hasFixedCodes = false
      return beginDynamic(&bits)
    default: return .corrupt
    }
  }

  private mutating func beginStored(_ bits: inout BitReader) -> Stop? {
    bits.align()
    bits.refill()
    guard bits.count >= 32 else { return .truncated }
    let (length, complement) = (bits.take(16), bits.take(16))
    guard length == complement ^ 0xFFFF else { return .corrupt }
    bits.align()
    block = .stored(left: length)
    return nil
  }

  private mutating func takeFixedCodes() {
    let isBuilt = build(DeflateSymbols.fixedLengths, DeflateSymbols.fixedDistances)
    assert(isBuilt, "the fixed codes are complete")
    hasFixedCodes = true
  }

  private mutating func build(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in build(first, second) }
    }
  }

  private mutating func build(
    _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    DeflateSymbols.literalsAndLengths.withUnsafeBufferPointer {
      literals.build(first, $0, orLone: true)
    }
      && DeflateSymbols.distances.withUnsafeBufferPointer {
        distances.build(second, $0, orLone: true)
      }
  }

  private mutating func beginDynamic(_ bits: inout BitReader) -> Stop? {
    guard bits.count >= 14 else { return .truncated }
    let first = bits.take(5) &+ 257
    let second = bits.take(5) &+ 1
    let sent = bits.take(4) &+ 4
    guard first <= 286, second <= 30 else { return .corrupt }
    lengths.update(repeating: 0, count: 19)
    for index in 0..<sent {
      bits.refill()
      guard bits.count >= 3 else { return .truncated }
      lengths[DeflateSymbols.order[index]] = UInt8(truncatingIfNeeded: bits.take(3))
    }
    let isCode = DeflateSymbols.codeLengths.withUnsafeBufferPointer {
      distances.build(UnsafeBufferPointer(start: lengths, count: 19), $0, orLone: false)
    }
    guard isCode else { return .corrupt }
    if let stop = readLengths(first &+ second, &bits) { return stop }
    guard lengths[256] != 0 else { return .corrupt }
    let isWhole = build(
      UnsafeBufferPointer(start: lengths, count: first),
      UnsafeBufferPointer(start: lengths + first, count: second))
    block = .coded
    return isWhole ? nil : .corrupt
  }

  /// Reads the lengths of both codes, which are coded themselves: by the table of distances until then.
  private mutating func readLengths(_ number: Int, _ bits: inout BitReader) -> Stop? {
    var at = 0
    while at < number {
      bits.refill()
      let entry = distances.entries[bits.low(Self.distanceBits)]
      let width = Int(entry & 0xFF)
      guard width <= bits.count else { return .truncated }
      guard entry & HuffmanTable.exceptional == 0 else { return .corrupt }
      let symbol = UInt8(truncatingIfNeeded: entry &>> 16)
      guard symbol >= 16 else {
        bits.consume(width)
        lengths[at] = symbol
        at &+= 1
        continue
      }
      let extra = symbol == 16 ? 2 : symbol == 17 ? 3 : 7
      guard width &+ extra <= bits.count else { return .truncated }
      bits.consume(width)
      let times = bits.take(extra) &+ (symbol == 18 ? 11 : 3)
      guard symbol > 16 || at > 0, times <= number &- at else { return .corrupt }
      (lengths + at).update(repeating: symbol == 16 ? lengths[at &- 1] : 0, count: times)
      at &+= times
    }
    return nil
  }

  // MARK: - Stored blocks (§3.2.4)

  private mutating func copy(
    _ left: Int, _ bits: inout BitReader, _ base: UnsafeMutablePointer<UInt8>, _ count: inout Int,
    _ capacity: Int
  ) -> Stop? {
    let bytes = bits.bytes(upTo: min(left, capacity &- count))
    if let start = bytes.baseAddress, !bytes.isEmpty {
      (base + count).update(from: start, count: bytes.count)
    }
    count &+= bytes.count
    block = bytes.count == left ? .none : .stored(left: left &- bytes.count)
    if bytes.count == left { return nil }
    return count == capacity ? .room : .truncated
  }

  // MARK: - Coded blocks (§3.2.5)

  /// What came of a stretch of symbols.
  private enum Symbols {
    case more, endOfBlock, corrupt, truncated, room
  }

  private mutating func decode(
    _ bits: inout BitReader, _ base: UnsafeMutablePointer<UInt8>, _ count: inout Int,
    _ capacity: Int
  ) -> Stop? {
    if let rest = match.take() {
      let isWhole = copy(rest.length, from: rest.distance, base, &count, capacity)
      if !isWhole { return .room }
    }
    while true {
      var result = decodeFast(&bits, base, &count, capacity &- Self.longestMatch)
      if result == .more { result = decodeOne(&bits, base, &count, capacity) }
      switch result {
      case .more: continue
      case .endOfBlock:
        block = .none
        return nil
      case .corrupt: return .corrupt
      case .truncated: return .truncated
      case .room: return .room
      }
    }
  }

  /// Decodes while two refills can be made and the longest match written.
  private func decodeFast(
    _ outer: inout BitReader, _ base: UnsafeMutablePointer<UInt8>, _ outerCount: inout Int,
    _ last: Int
  ) -> Symbols {
    var (bits, count) = (outer, outerCount)
    defer { (outer, outerCount) = (bits, count) }
    let (first, second) = (UnsafePointer(literals.entries), UnsafePointer(distances.entries))
    while bits.isFar, count <= last {
      bits.refillFast()
      // At most 10 of the 56 bits for each literal; the symbol after them may take 15 more.
      var entry = first[bits.low(Self.literalBits)]
      if entry & HuffmanTable.literal != 0 {
        Self.write(entry, &bits, base, &count)
        entry = first[bits.low(Self.literalBits)]
        if entry & HuffmanTable.literal != 0 {
          Self.write(entry, &bits, base, &count)
          entry = first[bits.low(Self.literalBits)]
          if entry & HuffmanTable.literal != 0 {
            Self.write(entry, &bits, base, &count)
            continue
          }
        }
      }
      entry = Self.whole(entry, first, &bits)
      if entry & HuffmanTable.literal != 0 {
        Self.write(entry, &bits, base, &count)
        continue
      }
      if entry & HuffmanTable.exceptional != 0 { return Self.end(entry, &bits) }
      let length = Self.value(entry, &bits)
      bits.refillFast()
      entry = Self.whole(second[bits.low(Self.distanceBits)], second, &bits)
      if entry & HuffmanTable.exceptional != 0 { return .corrupt }
      let distance = Self.value(entry, &bits)
      guard distance <= count else { return .corrupt }
      Self.copyFast(length, from: distance, base + count)
      count &+= length
    }
    return .more
  }

  /// Decodes one symbol with the ends near.
  private mutating func decodeOne(
    _ bits: inout BitReader, _ base: UnsafeMutablePointer<UInt8>, _ count: inout Int,
    _ capacity: Int
  ) -> Symbols {
    bits.refill()
    let before = bits
    let (first, second) = (UnsafePointer(literals.entries), UnsafePointer(distances.entries))
    var entry = Self.whole(first[bits.low(Self.literalBits)], first, &bits)
    if entry & HuffmanTable.literal != 0 {
      guard Int(entry & 0xFF) <= bits.count else { return .truncated }
      if count == capacity {
        bits = before
        return .room
      }
      Self.write(entry, &bits, base, &count)
      return .more
    }
    if entry & HuffmanTable.exceptional != 0 {
      let end = Self.end(entry, &bits)
      return before.count == 0 || bits.count < 0 ? .truncated : end
    }
    let length = Self.value(entry, &bits)
    let left = bits.count
    entry = Self.whole(second[bits.low(Self.distanceBits)], second, &bits)
    if entry & HuffmanTable.exceptional != 0 { return left > 0 ? .corrupt : .truncated }
    let distance = Self.value(entry, &bits)
    guard bits.count >= 0 else { return .truncated }
    guard distance <= count else { return .corrupt }
    return copy(length, from: distance, base, &count, capacity) ? .more : .room
  }

  // MARK: - Entries

  /// The entry that holds the whole code: that of the second part where there is one.
  @inline(__always)
  private static func whole(
    _ entry: UInt32, _ entries: UnsafePointer<UInt32>, _ bits: inout BitReader
  ) -> UInt32 {
    guard entry & HuffmanTable.pointer != 0, entry & HuffmanTable.literal == 0 else { return entry }
    bits.consume(Int(truncatingIfNeeded: entry & 0xFF))
    let start = Int(truncatingIfNeeded: entry &>> 16)
    return entries[start &+ bits.low(Int(truncatingIfNeeded: entry &>> 8 & 0xF))]
  }

  /// The value of a length or distance, with its extra bits; all are consumed.
  @inline(__always)
  private static func value(_ entry: UInt32, _ bits: inout BitReader) -> Int {
    let code = UInt64(truncatingIfNeeded: entry &>> 8 & 0xF)
    let extra = bits.low(Int(truncatingIfNeeded: entry & 0xFF)) &>> Int(code)
    bits.consume(Int(truncatingIfNeeded: entry & 0xFF))
    return Int(truncatingIfNeeded: entry &>> 16) &+ extra
  }

  @inline(__always)
  private static func write(
    _ entry: UInt32, _ bits: inout BitReader, _ base: UnsafeMutablePointer<UInt8>,
    _ count: inout Int
  ) {
    base[count] = UInt8(truncatingIfNeeded: entry &>> 16)
    count &+= 1
    bits.consume(Int(truncatingIfNeeded: entry & 0xFF))
  }

  private static func end(_ entry: UInt32, _ bits: inout BitReader) -> Symbols {
    guard entry & HuffmanTable.endOfBlock != 0 else { return .corrupt }
    bits.consume(Int(truncatingIfNeeded: entry & 0xFF))
    return .endOfBlock
  }

  // MARK: - Matches

  /// Copies a match in words; up to 15 bytes behind it are overwritten.
  @inline(__always)
  private static func copyFast(
    _ length: Int, from distance: Int, _ start: UnsafeMutablePointer<UInt8>
  ) {
    let target = UnsafeMutableRawPointer(start)
    if distance >= 16 {
      copy(SIMD16<UInt8>.self, 0, length, from: distance, target)
    } else if distance >= 8 {
      copy(UInt64.self, 0, length, from: distance, target)
    } else if distance == 1 {
      let word = SIMD16<UInt8>(repeating: start[-1])
      for at in stride(from: 0, to: length, by: 16) {
        target.storeBytes(of: word, toByteOffset: at, as: SIMD16<UInt8>.self)
      }
    } else {
      // What repeats after 2 to 7 bytes does so after any multiple of that.
      let period = 8 &+ distance &- 8 % distance
      for at in 0..<min(length, period) { start[at] = start[at &- distance] }
      copy(UInt64.self, period, length, from: period, target)
    }
  }

  @inline(__always)
  private static func copy<Word: BitwiseCopyable>(
    _ type: Word.Type, _ first: Int, _ length: Int, from distance: Int,
    _ target: UnsafeMutableRawPointer
  ) {
    var at = first
    while at < length {
      let word = target.loadUnaligned(fromByteOffset: at &- distance, as: type)
      target.storeBytes(of: word, toByteOffset: at, as: type)
      at &+= MemoryLayout<Word>.size
    }
  }

  /// Copies a match as far as there is room, and keeps the rest for later.
  /// - Returns: whether it was copied whole.
  private mutating func copy(
    _ length: Int, from distance: Int, _ base: UnsafeMutablePointer<UInt8>, _ count: inout Int,
    _ capacity: Int
  ) -> Bool {
    let end = count &+ min(length, capacity &- count)
    let left = length &- (end &- count)
    while count < end {
      base[count] = base[count &- distance]
      count &+= 1
    }
    if left > 0 { match = (left, distance) }
    return left == 0
  }
}
