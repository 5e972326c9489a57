import Foundation

/// How each scalar folds, worked out when it is first met and kept.
///
/// Folding is compatibility decomposition, then case: two texts have the same folded scalars exactly
/// when they have the same NFKC case folding, and decomposed text needs no look-ahead to compose.
/// A table of all of Unicode would be a large file to trust; Foundation's decomposition costs about
/// a microsecond a scalar, and a drawing has few different ones.
struct FoldTable: Sendable {
  /// What is drawn where a line may be broken: the only scalar whose folding depends on the text.
  static let softHyphen: UInt32 = 0xAD
  /// Longest folding of one scalar (U+FDFA), in scalars.
  static let longestFolding = 18

  /// The units of the 128 ASCII characters, each of which folds to one. It lives as long as the
  /// process and is never written again; an array would be retained and released for every run.
  nonisolated(unsafe) static let ascii: UnsafePointer<UInt32> = {
    let units = UnsafeMutablePointer<UInt32>.allocate(capacity: 0x80)
    for byte in UInt8(0)..<0x80 {
      let unit = fold(Unicode.Scalar(byte)).first?.unit ?? FoldedUnit.foreign
      (units + Int(byte)).initialize(to: unit)
    }
    return UnsafePointer(units)
  }()
  /// For each 256 scalars the number of their block in `entries`; 0 while none was met.
  private var blocks = [UInt16](repeating: 0, count: 0x110000 >> 8)
  /// 0: not met yet. With `sequence`: an offset into `pool`. Else: known and one unit.
  private var entries = [UInt32](repeating: 0, count: 256)
  /// Sequences: a count, then as many pairs of unit and canonical combining class.
  private(set) var pool: [UInt32] = []

  fileprivate static let known: UInt32 = 1 << 26
  fileprivate static let sequence: UInt32 = 1 << 25

  /// What a scalar folds to.
  enum Folding {
    /// One unit that is no combining mark.
    case one(UInt32)
    /// Several units, or marks, or nothing: the offset of a sequence in ``pool``.
    case many(Int)
  }

  /// Looks a scalar value up, and works it out the first time.
  mutating func folding(of scalar: UInt32) -> Folding {
    let page = Int(scalar >> 8)
    guard page < blocks.count else { return .one(FoldedUnit.foreign) }
    if blocks[page] == 0 {
      blocks[page] = UInt16(entries.count >> 8)
      entries.append(contentsOf: repeatElement(0, count: 256))
    }
    let slot = Int(blocks[page]) << 8 | Int(scalar & 0xFF)
    if entries[slot] == 0 { entries[slot] = makeEntry(scalar) }
    let entry = entries[slot]
    if entry & Self.sequence != 0 { return .many(Int(entry & FoldedUnit.scalarMask)) }
    return .one(entry & ~Self.known)
  }

  /// Looks up what was met already and folds to one unit, in raw buffers.
  struct Reader {
    fileprivate let blocks: UnsafeBufferPointer<UInt16>
    fileprivate let entries: UnsafeBufferPointer<UInt32>

    /// The unit of a scalar value, or nil where ``FoldTable/folding(of:)`` has to be asked.
    @inline(__always) func unit(of scalar: UInt32) -> UInt32? {
      if scalar < 0x80 { return FoldTable.ascii[Int(scalar)] }
      let page = Int(scalar >> 8)
      guard page < blocks.count else { return nil }
      let entry = entries[Int(blocks[page]) << 8 | Int(scalar & 0xFF)]
      return entry & (FoldTable.known | FoldTable.sequence) == FoldTable.known
        ? entry & ~FoldTable.known : nil
    }
  }

  /// Runs `body` with the table held in place.
  func withReader<Result>(_ body: (Reader) -> Result) -> Result {
    blocks.withUnsafeBufferPointer { blocks in
      entries.withUnsafeBufferPointer { entries in
        body(Reader(blocks: blocks, entries: entries))
      }
    }
  }

  private mutating func makeEntry(_ value: UInt32) -> UInt32 {
    guard let scalar = Unicode.Scalar(value) else { return FoldedUnit.foreign | Self.known }
    let folded = Self.fold(scalar)
    if folded.count == 1, folded[0].unit & FoldedUnit.mark == 0, folded[0].combiningClass == 0 {
      return folded[0].unit | Self.known
    }
    let offset = UInt32(pool.count)  // all of Unicode makes under 100,000 entries
    pool.append(UInt32(folded.count))
    for part in folded { pool += [part.unit, UInt32(part.combiningClass)] }
    return offset | Self.sequence | Self.known
  }

  /// One scalar of a folding, with the class that orders it among combining marks.
  struct Part: Equatable {
    var unit: UInt32
    var combiningClass: UInt8
  }

  /// Folds one scalar: zero-width ones to nothing, white space to a space, dashes to `-`.
  static func fold(_ scalar: Unicode.Scalar) -> [Part] {
    if scalar.isASCII {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      return [Part(unit: unit(of: Unicode.Scalar(lower)), combiningClass: 0)]
    }
    if scalar.properties.isDefaultIgnorableCodePoint { return [] }
    let decomposed = String(Character(scalar)).decomposedStringWithCompatibilityMapping
    return decomposed.unicodeScalars.flatMap { part -> [Part] in
      if part.properties.isDefaultIgnorableCodePoint { return [] }
      let order = part.properties.canonicalCombiningClass.rawValue
      return caseFolding(of: part).map { Part(unit: unit(of: $0), combiningClass: order) }
    }
  }

  /// The unit of a decomposed, case-folded scalar.
  private static func unit(of scalar: Unicode.Scalar) -> UInt32 {
    if scalar.properties.isWhitespace { return FoldedUnit.of(" ") }
    switch scalar.value {
    case 0x2010...0x2015, 0x2212: return FoldedUnit.of("-")
    default: return FoldedUnit.of(scalar)
    }
  }

  /// Full case folding of a decomposed scalar: lower of upper of lower case puts the same scalars
  /// together as CaseFolding.txt does, dotless i apart, which folds to itself.
  private static func caseFolding(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.value == 0x131 { return [scalar] }
    return scalar.properties.lowercaseMapping.unicodeScalars.flatMap {
      $0.properties.uppercaseMapping.unicodeScalars.flatMap {
        $0.properties.lowercaseMapping.unicodeScalars
      }
    }
  }
}
