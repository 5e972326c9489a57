/// Which targets stand as whole words in a short text that the demo set draws.
///
/// This is the demo's own small statement of the word rule: case folded, dashes and soft hyphens
/// `-`, and neither letter, digit nor `_` beside the code. It knows the characters that demo
/// drawings use, no others.
struct TargetIndex: Sendable {
  private let positions: [[UInt16]: Int]

  init(_ targets: [String]) {
    var positions: [[UInt16]: Int] = [:]
    for (position, target) in targets.enumerated() {
      positions[Self.fold(target)] = position
    }
    self.positions = positions
  }

  /// Positions of the targets in `text`.
  /// - Complexity: quadratic in the text's length.
  func matches(in text: String) -> Set<Int> {
    let folded = Self.fold(text)
    var found: Set<Int> = []
    for start in folded.indices where start == 0 || !Self.isWord(folded[start - 1]) {
      for end in start + 1...folded.count where end == folded.count || !Self.isWord(folded[end]) {
        if let position = positions[Array(folded[start..<end])] { found.insert(position) }
      }
    }
    return found
  }

  static func fold(_ text: String) -> [UInt16] {
    text.utf16.map { unit in
      switch unit {
      case 0x61...0x7A: unit - 0x20
      case 0xAD, 0x2010...0x2015: 0x2D
      default: unit
      }
    }
  }

  private static func isWord(_ unit: UInt16) -> Bool {
    switch unit {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0xD8: true
    default: false
    }
  }
}
