/// The strings that cells of a workbook share (ECMA-376-1 §18.4.8), in one buffer.
struct SharedStrings {
  private var scalars: [UInt32] = []
  private var ends: [Int] = []

  /// The string at an index; nil outside of the table.
  func text(_ index: Int) -> ArraySlice<UInt32>? {
    guard ends.indices.contains(index) else { return nil }
    return scalars[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  mutating func read(_ walk: inout XMLWalk) throws(ExtractionError) {
    var isText = false
    while true {
      switch try walk.next() {
      case .open("t"): isText = true
      // Phonetic text is not what stands in the cell.
      case .open("rPh"): try walk.skip()
      case .close("t"): isText = false
      case .close("si"): ends.append(scalars.count)
      case .text: if isText { walk.appendText(to: &scalars) }
      case .end: return
      default: break
      }
    }
  }
}

/// Escapes of characters that XML can't hold: `_x000D_` (ECMA-376-1 §22.4.2.4, ST_Xstring).
enum EscapedText {
  static func decode(_ text: ArraySlice<UInt32>) -> [UInt32] {
    var output: [UInt32] = []
    output.reserveCapacity(text.count)
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == 0x5F, let value = escape(text[at...]) {
        output.append(value)
        at += 7
      } else {
        output.append(text[at])
        at += 1
      }
    }
    return output
  }

  private static func escape(_ text: ArraySlice<UInt32>) -> UInt32? {
    let part = text.prefix(7)
    guard part.count == 7, part[part.startIndex + 1] == 0x78, part.last == 0x5F else { return nil }
    var value: UInt32 = 0
    for digit in part.dropFirst(2).dropLast() {
      guard let scalar = Unicode.Scalar(digit), let nibble = Character(scalar).hexDigitValue,
        scalar.isASCII
      else { return nil }
      value = value << 4 | UInt32(nibble)
    }
    return Unicode.Scalar(value) == nil ? nil : value
  }
}
