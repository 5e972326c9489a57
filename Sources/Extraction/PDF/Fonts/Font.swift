/// A font as text extraction needs it: what each code means, how wide it is, how tall the glyphs are.
///
/// Made once a document; never fails: what is missing or broken is replaced by what is likely.
final class Font {
  /// How a code reads.
  ///
  /// A Unicode scalar value, or one of the values here, or ``sequence`` with an index into
  /// ``sequences``.
  enum Text {
    /// Its meaning can't be told.
    static let unknown: UInt32 = 0
    /// Nothing is to be read: a zero-width character.
    static let nothing: UInt32 = 0xFFFF_FFFF
    static let sequence: UInt32 = 0x8000_0000
  }

  /// By code, in fonts with one-byte codes: 256 of them.
  ///
  /// Memory of the font's own, which every glyph of a page looks into: an array in a class is checked
  /// for conflicting accesses each time.
  let texts: UnsafeMutableBufferPointer<UInt32>
  /// Advances by code, in units of the font size; likewise.
  let widths: UnsafeMutableBufferPointer<Float>
  /// Scalars of codes that mean several.
  private(set) var sequences: [[UInt32]] = []
  /// Set in composite fonts: how strings are cut into codes, and what those mean.
  var composite: CompositeFont?
  var isVertical = false
  /// Ascent and descent (negative) in em.
  var ascent: Float = 0.75
  var descent: Float = -0.22
  /// An em in units of the font size: 1, but in Type 3 fonts.
  var em: Float = 1
  /// -1 where the glyphs' tops point down in text space (Type 3 fonts).
  var upward: Float = 1

  /// Most sequences kept; a font's ligatures are some ten.
  private static let sequenceLimit = 65_536

  init() {
    texts = .allocate(capacity: Self.codes)
    texts.initialize(repeating: Text.unknown)
    widths = .allocate(capacity: Self.codes)
    widths.initialize(repeating: 0)
  }

  deinit {
    texts.deallocate()
    widths.deallocate()
  }

  private static let codes = 256

  /// How scalars read as one code.
  func text(of scalars: [UInt32]) -> UInt32 {
    if scalars.count == 1 {
      let plain = Self.plain(scalars[0])
      guard let parts = Self.ligature(plain) else { return plain }
      return intern(parts)
    }
    let cleaned = scalars.flatMap { scalar -> [UInt32] in
      let plain = Self.plain(scalar)
      if plain == Text.nothing || plain == Text.unknown { return [] }
      return Self.ligature(plain) ?? [plain]
    }
    switch cleaned.count {
    case 0: return scalars.isEmpty ? Text.nothing : Text.unknown
    case 1: return cleaned[0]
    default: return intern(cleaned)
    }
  }

  private func intern(_ scalars: [UInt32]) -> UInt32 {
    if let index = sequences.firstIndex(of: scalars), index < 64 {
      return Text.sequence | UInt32(truncatingIfNeeded: index)
    }
    guard sequences.count < Self.sequenceLimit else { return scalars[0] }
    sequences.append(scalars)
    return Text.sequence | UInt32(truncatingIfNeeded: sequences.count - 1)
  }

  /// A scalar as it is read: all white space as U+0020, zero-width characters as nothing, what is no
  /// character as unknown.
  static func plain(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x21...0x7E: scalar
    case 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      0x20
    case 0x00...0x1F, 0x7F...0x9F, 0xFFFD...0xFFFF, 0xD800...0xDFFF: Text.unknown
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF:
      Text.nothing
    case 0xF021...0xF07E:
      // Symbolic TrueType fonts keep their codes in this part of the private use area.
      scalar - 0xF000
    case 0x110000...: Text.unknown
    default: scalar
    }
  }

  /// Whether a scalar is of private use (Unicode §23.5).
  static func isPrivate(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xE000...0xF8FF, 0xF0000...0x10FFFF: true
    default: false
    }
  }

  /// The letters of a Latin ligature.
  private static func ligature(_ scalar: UInt32) -> [UInt32]? {
    switch scalar {
    case 0xFB00: [0x66, 0x66]
    case 0xFB01: [0x66, 0x69]
    case 0xFB02: [0x66, 0x6C]
    case 0xFB03: [0x66, 0x66, 0x69]
    case 0xFB04: [0x66, 0x66, 0x6C]
    case 0xFB05, 0xFB06: [0x73, 0x74]
    default: nil
    }
  }
}
