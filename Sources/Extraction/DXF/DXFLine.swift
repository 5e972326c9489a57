/// One line of a drawing's text with the advance of each character.
struct DXFLine {
  var scalars: [UInt32] = []
  /// Along the baseline, in text heights; parallel to ``scalars``.
  var advances: [Float] = []
  /// The largest height of its characters, in text heights of the entity.
  var height: Float = 1

  /// Appends a character as it is read: white space as a space, zero-width characters not at all.
  mutating func append(_ scalar: UInt32, scale: Float = 1) {
    let plain = scalar == 0xFFFD ? scalar : Font.plain(scalar)
    guard plain != Font.Text.nothing, plain != Font.Text.unknown else { return }
    scalars.append(plain)
    advances.append(Self.advance(plain) * scale)
  }

  /// Appends a tab: a gap that ends a run.
  mutating func appendTab(scale: Float = 1) {
    for _ in 0..<DXFRun.columnSpaces { append(0x20, scale: scale) }
  }

  var width: Float { advances.reduce(0, +) }

  /// Cap height of Helvetica in thousandths of the em, which a drawing's text height stands for.
  private static let capHeight: Float = 718

  /// The usual advance of a character, in text heights: what font a viewer has is not known.
  static func advance(_ scalar: UInt32) -> Float {
    switch scalar {
    case 0x20...0x7E: Float(StandardMetrics.helvetica[Int(scalar) - 0x20]) / capHeight
    case 0x300...0x36F: 0
    case 0x2E80...0xD7AF, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x2_0000...0x3_FFFF: 1.3
    default: 0.8
    }
  }
}
