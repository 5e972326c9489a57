/// The part of a composite font that cuts strings into codes and tells what these mean and measure
/// (ISO 32000-2 §9.7).
struct CompositeFont {
  var map: CMap
  var unicode: CMap?
  /// How codes read that ToUnicode doesn't tell.
  var fallback: Fallback
  var widths = CIDWidths()

  enum Fallback {
    case none
    /// Codes are Unicode (UCS-2 or UTF-16).
    case unicode
    /// Codes are of a national character set.
    case legacy(LegacyCharset)
    /// Scalars by CID, from the font program.
    case program([UInt32: [UInt32]])
  }

  /// What is known of one code.
  struct Entry {
    var text: UInt32
    var width: Float
    /// The code has been looked up.
    var isKnown = false
  }

  /// Two-byte codes met so far: 256 blocks of 256, made when their first code is met.
  private var blocks = [Int32](repeating: -1, count: 256)
  private var entries: [Entry] = []
  /// Whether every code is two bytes, so that strings are cut without looking at the CMap.
  let isTwoByte: Bool

  init(map: CMap, unicode: CMap?, fallback: Fallback) {
    self.map = map
    self.unicode = unicode
    self.fallback = fallback
    isTwoByte = map.spaces.allSatisfy { $0.size == 2 } && !map.spaces.isEmpty
  }

  /// What a code means; remembered for codes of up to two bytes.
  @inline(__always)
  mutating func entry(of code: UInt32, _ font: Font) -> Entry {
    guard code <= 0xFFFF else { return look(up: code, font) }
    let block = blocks[Int(code >> 8)]
    if block >= 0 {
      let entry = entries[Int(block) + Int(code & 0xFF)]
      if entry.isKnown { return entry }
    }
    return remember(code, font)
  }

  private mutating func remember(_ code: UInt32, _ font: Font) -> Entry {
    let entry = look(up: code, font)
    let high = Int(code >> 8)
    if blocks[high] < 0 {
      blocks[high] = Int32(truncatingIfNeeded: entries.count)
      entries += [Entry](repeating: Entry(text: 0, width: 0), count: 256)
    }
    entries[Int(blocks[high]) + Int(code & 0xFF)] = entry
    return entry
  }

  /// The CID of a code.
  func identifier(of code: UInt32) -> Int { Int(map.identifier(of: code) ?? 0) }

  private func look(up code: UInt32, _ font: Font) -> Entry {
    let identifier = identifier(of: code)
    var text = Font.Text.unknown
    if let unicode, let known = FontLoader.text(code, unicode, font) {
      text = known
    } else {
      switch fallback {
      case .none: break
      case .unicode: text = font.text(of: [Self.scalar(code)])
      case .legacy(let charset): text = font.text(of: charset.scalars(of: code))
      case .program(let scalars):
        if let scalars = scalars[UInt32(truncatingIfNeeded: identifier)] {
          text = font.text(of: scalars)
        }
      }
    }
    return Entry(text: text, width: widths.width(of: identifier), isKnown: true)
  }

  /// A UTF-16 code of one or two units as a scalar.
  private static func scalar(_ code: UInt32) -> UInt32 {
    let high = code >> 16
    guard (0xD800..<0xDC00).contains(high) else { return code & 0xFFFF }
    return 0x10000 + (high - 0xD800) << 10 + (code & 0x3FF)
  }
}
