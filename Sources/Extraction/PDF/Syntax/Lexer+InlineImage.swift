extension Lexer {
  /// Moves over an inline image after its `BI` (ISO 32000-2 §8.9.7), so that its bytes are not lexed.
  mutating func skipInlineImage() {
    var image = InlineImage()
    var key = Name("")
    var isKey = true
    var depth = 0
    while true {
      let token = next()
      switch token {
      case .end: return
      case .keyword where isKeyword("ID") && depth == 0:
        skipImageData(image)
        return
      case .keyword where isKeyword("EI"): return
      case .arrayOpen, .dictionaryOpen: depth &+= 1
      case .arrayClose, .dictionaryClose: depth &-= 1
      default: break
      }
      guard depth == 0 else {
        if isKey { isKey = false }
        image.note(token, of: key, in: self, nested: true)
        isKey = false
        continue
      }
      if isKey, token == .name {
        key = name
        isKey = false
      } else {
        image.note(token, of: key, in: self, nested: false)
        isKey = true
      }
    }
  }

  /// Moves over the data after `ID` and its one white-space byte, and over `EI`.
  private mutating func skipImageData(_ image: InlineImage) {
    let start = min(position &+ 1, end)
    if let length = image.length, length <= end &- start {
      position = start &+ length
      skipWhiteSpace()
      if position &+ 1 < end, base[position] == 0x45, base[position &+ 1] == 0x49,
        position &+ 2 >= end || !isRegular(position &+ 2)
      {
        position &+= 2
        return
      }
    }
    var at = start
    while at &+ 1 < end {
      if base[at] == 0x45, base[at &+ 1] == 0x49, isImageEnd(at, after: start) {
        position = at &+ 2
        return
      }
      at &+= 1
    }
    position = end
  }

  /// Bytes after a candidate `EI` that must look like content.
  private static let lookAhead = 12

  /// Whether the `EI` at `at` stands alone and what follows looks like content rather than image data.
  private func isImageEnd(_ at: Int, after start: Int) -> Bool {
    guard at == start || !isRegular(at &- 1) || base[at &- 1] == 0x3E else { return false }
    guard at &+ 2 < end else { return true }
    guard classes[Int(base[at &+ 2])] & CharacterClass.whiteSpace != 0 else { return false }
    for next in (at &+ 2)..<min(end, at &+ 2 &+ Self.lookAhead) {
      let byte = base[next]
      if byte > 0x7E || (byte < 0x20 && classes[Int(byte)] & CharacterClass.whiteSpace == 0) {
        return false
      }
    }
    return true
  }

  private func isRegular(_ at: Int) -> Bool {
    classes[Int(base[at])] & (CharacterClass.whiteSpace | CharacterClass.delimiter) == 0
  }
}

/// What an inline image's dictionary says about the length of its data (ISO 32000-2 §8.9.7, table 91).
private struct InlineImage {
  private var width = -1
  private var height = -1
  private var bits = 8
  private var components = 0
  private var isFiltered = false
  private var stated: Int?

  mutating func note(_ token: Token, of key: Name, in lexer: Lexer, nested: Bool) {
    switch key {
    case Self.widthKey, Self.widthLong: width = lexer.integer
    case Self.heightKey, Self.heightLong: height = lexer.integer
    case Self.bitsKey, .bitsPerComponent: bits = lexer.integer
    case Self.lengthKey, .length: stated = token == .integer ? lexer.integer : nil
    case Self.filterKey, .filter: isFiltered = true
    case Self.maskKey, Self.maskLong:
      if lexer.isKeyword("true") {
        bits = 1
        components = 1
      }
    case Self.spaceKey, Self.spaceLong:
      if token == .name, components == 0 { components = Self.components(lexer.name) }
    default: break
    }
  }

  /// Bytes of data, when the dictionary tells.
  var length: Int? {
    if let stated, stated >= 0 { return stated }
    // 65,536 pixels a side keep the product far from overflow.
    guard !isFiltered, components > 0, (1...65_536).contains(width), (1...65_536).contains(height),
      (1...16).contains(bits)
    else { return nil }
    return (width * bits * components + 7) / 8 * height
  }

  private static func components(_ space: Name) -> Int {
    switch space {
    case Name("G"), Name("DeviceGray"), Name("CalGray"), Name("I"), Name("Indexed"): 1
    case Name("RGB"), Name("DeviceRGB"), Name("CalRGB"): 3
    case Name("CMYK"), Name("DeviceCMYK"): 4
    default: 0
    }
  }

  private static let widthKey = Name("W")
  private static let widthLong = Name("Width")
  private static let heightKey = Name("H")
  private static let heightLong = Name("Height")
  private static let bitsKey = Name("BPC")
  private static let lengthKey = Name("L")
  private static let filterKey = Name("F")
  private static let maskKey = Name("IM")
  private static let maskLong = Name("ImageMask")
  private static let spaceKey = Name("CS")
  private static let spaceLong = Name("ColorSpace")
}
