/// The part of a composite font that cuts strings into codes and tells what these mean and measure
/// (ISO 32000-2 §9.7).
struct CompositeFont {
  var map: CMap
  var unicode: CMap?
  /// Set where codes are Unicode; ``map`` is by scalar then.
  var form: UnicodeForm?
  /// Scalars by CID, from the font program.
  var program: [UInt32: [UInt32]] = [:]
  /// The characters of the CIDs, where these are of one of Adobe's collections.
  var collection: CMap?
  /// Whether codes that nothing else explains are said to be UTF-16.
  var claimsUnicode = false
  var widths = CIDWidths()

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

  init(map: CMap, unicode: CMap?) {
    self.map = map
    self.unicode = unicode
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
  func identifier(of code: UInt32) -> Int {
    Int(map.identifier(of: form?.scalar(of: code) ?? code) ?? 0)
  }

  private func look(up code: UInt32, _ font: Font) -> Entry {
    let identifier = identifier(of: code)
    return Entry(
      text: text(code, identifier, font), width: widths.width(of: identifier), isKnown: true)
  }

  /// How a code reads: by ToUnicode, its own encoding, the font program, or its CID (§9.10.2).
  private func text(_ code: UInt32, _ identifier: Int, _ font: Font) -> UInt32 {
    if let unicode, let known = FontLoader.text(code, unicode, font) { return known }
    if let form { return font.text(of: [form.scalar(of: code)]) }
    let cid = UInt32(truncatingIfNeeded: identifier)
    if let scalars = program[cid] { return font.text(of: scalars) }
    if let known = collection.flatMap({ FontLoader.text(cid, $0, font) }) { return known }
    return claimsUnicode ? font.text(of: [UnicodeForm.utf16.scalar(of: code)]) : Font.Text.unknown
  }
}
