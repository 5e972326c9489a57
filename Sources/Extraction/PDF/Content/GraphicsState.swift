/// The part of the graphics state that places text (ISO 32000-2 §8.4, §9.3).
struct GraphicsState {
  /// From user space to displayed space.
  var matrix: Matrix
  /// Index into the document's fonts, or -1.
  var font = -1
  var size = 0.0
  var characterSpacing = 0.0
  var wordSpacing = 0.0
  /// Horizontal scaling, 1 for 100 %.
  var scale = 1.0
  var leading = 0.0
  var rise = 0.0
  var renderingMode = 0

  /// Neither filled nor stroked: modes 3 and 7.
  var isInvisible: Bool { renderingMode == 3 || renderingMode == 7 }
}

/// One open marked-content sequence (§14.6).
struct MarkedContent {
  /// It belongs to a layer that is off.
  var isHidden = false
  /// Replacement text, and the number of glyphs drawn before it.
  var actualText: [UInt32]?
  var firstGlyph = 0
}
