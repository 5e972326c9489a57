internal import CCharacterMaps
internal import Codec
import Synchronization

/// Adobe's character maps, built into the executable (`Sources/CCharacterMaps/make.py` tells the
/// form). One is unpacked when a font first asks for it, in about a millisecond, and then kept.
enum PackedMaps {
  struct Item {
    let map: CMap
    let collection: CIDCollection?
  }

  /// Grows to some 6 MB if every map is asked for.
  private static let unpacked = Mutex<[String: Item]>([:])

  static func named(_ name: String) -> Item? {
    if let known = unpacked.withLock({ $0[name] }) { return known }
    guard let item = unpack(name) else { return nil }
    unpacked.withLock { $0[name] = item }
    return item
  }

  private static func unpack(_ name: String) -> Item? {
    let wanted = Array(name.utf8)
    for entry in Directory() where entry.name.elementsEqual(wanted) {
      var plain: [UInt8] = []
      let outcome = Inflate.inflate(entry.packed, format: .raw, limit: entry.count, into: &plain)
      guard outcome.produced == entry.count else { return nil }
      var reader = PackedMapReader(plain)
      let (base, collection) = reader.readHead()
      var map = reader.readBody(characters: name.hasPrefix("Adobe-"))
      if !base.isEmpty, base != name, let other = named(base) { map.inherit(other.map) }
      return Item(map: map, collection: collection)
    }
    return nil
  }

  /// The names of all maps.
  static var names: [String] { Directory().map { String(decoding: $0.name, as: UTF8.self) } }

  private struct Entry {
    let name: UnsafeRawBufferPointer
    /// Deflated.
    let packed: UnsafeRawBufferPointer
    /// Bytes that it inflates to.
    let count: Int
  }

  /// The entries at the beginning of the file.
  private struct Directory: Sequence, IteratorProtocol {
    // The bytes are a constant of the executable.
    private let file = FontBytes(
      UnsafeRawBufferPointer(start: character_maps, count: Int(character_maps_size)))
    private var at = 2
    private var left: Int

    init() { left = file.u16(0) ?? 0 }

    mutating func next() -> Entry? {
      guard left > 0, let length = file.u8(at), let name = file.slice(at + 1, length) else {
        return nil
      }
      let fields = at + 1 + length
      guard let offset = file.u32(fields), let packed = file.u32(fields + 4),
        let count = file.u32(fields + 8), let data = file.slice(offset, packed)
      else { return nil }
      left -= 1
      at = fields + 12
      return Entry(name: name.bytes, packed: data.bytes, count: count)
    }
  }
}

/// Reads one map in the form that `make.py` writes.
struct PackedMapReader {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var isVertical = false

  /// The name of the map it builds on, or nothing, and its collection.
  mutating func readHead() -> (base: String, collection: CIDCollection?) {
    let count = Int(byte())
    var name: [UInt8] = []
    for _ in 0..<count { name.append(byte()) }
    isVertical = byte() == 1
    return (String(decoding: name, as: UTF8.self), CIDCollection(rawValue: Int(byte())))
  }

  /// - Parameter characters: whether values are scalars, not CIDs.
  mutating func readBody(characters: Bool) -> CMap {
    var map = CMap()
    map.isVertical = isVertical
    for _ in 0..<number() {
      let size = Int(byte())
      map.spaces.append(CMap.Space(size: size, low: number(), high: number()))
    }
    var code: UInt32 = 0
    var value: UInt32 = 0
    for _ in 0..<number() {
      let low = code &+ number()
      let high = low &+ number()
      let first = value &+ signed()
      if characters {
        map.addCharacters(low, high, [first])
      } else {
        map.addIdentifiers(low, high, first)
      }
      code = high &+ 1
      value = first &+ (high &- low) &+ 1
    }
    for _ in 0..<number() {
      let code = number()
      var scalars: [UInt32] = []
      for _ in 0..<number() { scalars.append(number()) }
      map.addCharacters(code, code, scalars)
    }
    map.finish()
    return map
  }

  private mutating func byte() -> UInt8 {
    guard at < bytes.count else { return 0 }
    at += 1
    return bytes[at - 1]
  }

  private mutating func number() -> UInt32 {
    var value: UInt32 = 0
    for shift in stride(from: UInt32(0), to: 35, by: 7) {
      let next = byte()
      value |= UInt32(next & 0x7F) << shift
      if next < 0x80 { break }
    }
    return value
  }

  /// A number whose lowest bit is its sign, as two's complement.
  private mutating func signed() -> UInt32 {
    let value = number()
    return value & 1 == 0 ? value >> 1 : ~(value >> 1)
  }
}
