/// One of the standard 14 fonts (ISO 32000-2 §9.6.2.2), or the one that a font's name is an alias of.
struct StandardFont {
  enum Family { case courier, helvetica, times, symbol, zapfDingbats }

  var family: Family
  var isBold = false
  var isItalic = false

  /// Nil if the name is of no such family.
  init?(_ name: Name?) {
    guard let name else { return nil }
    var text = name.text
    // A subset's tag: six capitals and a plus sign.
    if let plus = text.firstIndex(of: "+") { text = String(text[text.index(after: plus)...]) }
    let lower = text.lowercased()
    if lower.hasPrefix("courier") {
      family = .courier
    } else if lower.hasPrefix("helvetica") || lower.hasPrefix("arial") {
      family = .helvetica
    } else if lower.hasPrefix("times") {
      family = .times
    } else if lower.hasPrefix("symbol") {
      family = .symbol
    } else if lower.hasPrefix("zapfdingbats") {
      family = .zapfDingbats
    } else {
      return nil
    }
    isBold = lower.contains("bold")
    isItalic = lower.contains("italic") || lower.contains("oblique")
  }

  /// The standard font that resembles one of these descriptor flags (table 121).
  init(flags: Int) {
    family = flags & 1 != 0 ? .courier : (flags & 2 != 0 ? .times : .helvetica)
    isBold = flags & 1 << 18 != 0
    isItalic = flags & 1 << 6 != 0
  }

  /// The encoding built into the font.
  var encoding: [UInt16] {
    switch family {
    case .symbol: EncodingTables.symbol
    case .zapfDingbats: EncodingTables.zapfDingbats
    default: EncodingTables.standard
    }
  }

  /// Advance in em of a code that reads as `scalar`.
  func width(ofCode code: Int, scalar: UInt32, _ font: Font) -> Float {
    switch family {
    case .courier: return 0.6
    case .symbol: return Float(StandardMetrics.symbol[code & 0xFF]) / 1000
    case .zapfDingbats: return Float(StandardMetrics.zapfDingbats[code & 0xFF]) / 1000
    default: break
    }
    if scalar == Font.Text.unknown || scalar == Font.Text.nothing { return 0 }
    guard scalar & Font.Text.sequence != 0 else { return latin(scalar) }
    let parts = font.sequences[Int(scalar & ~Font.Text.sequence)]
    return parts.reduce(0) { $0 + latin($1) }
  }

  private var latinWidths: [UInt16] {
    switch (family, isBold, isItalic) {
    case (.times, false, false): StandardMetrics.timesRoman
    case (.times, true, false): StandardMetrics.timesBold
    case (.times, false, true): StandardMetrics.timesItalic
    case (.times, true, true): StandardMetrics.timesBoldItalic
    case (_, true, _): StandardMetrics.helveticaBold
    default: StandardMetrics.helvetica
    }
  }

  /// Advance in em of a Latin letter, half an em for any other.
  func latin(_ scalar: UInt32) -> Float {
    let scalars = StandardMetrics.scalars
    var low = 0
    var high = scalars.count
    while low < high {
      let middle = (low + high) / 2
      if UInt32(scalars[middle]) < scalar { low = middle + 1 } else { high = middle }
    }
    let widths = latinWidths
    guard low < widths.count, UInt32(scalars[low]) == scalar else { return 0.5 }
    return Float(widths[low]) / 1000
  }
}
