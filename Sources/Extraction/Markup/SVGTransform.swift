import Foundation

/// Numbers and transformations of SVG (SVG 2 §8.5, CSS Transforms 1 §12).
enum SVGNumber {
  /// Numbers of one attribute that are read: one for each glyph of a long text.
  private static let limit = 100_000

  /// All numbers of a list, their units aside.
  static func list(_ text: String) -> [Double] {
    var found: [Double] = []
    var token: [UInt8] = []
    var hasPoint = false
    func keep() {
      let text = String(decoding: token, as: UTF8.self)
      if let value = Double(text), value.isFinite, abs(value) < 1e9 { found.append(value) }
      token.removeAll(keepingCapacity: true)
      hasPoint = false
    }
    for byte in text.utf8 {
      if found.count >= limit { break }
      switch byte {
      case 0x30...0x39: token.append(byte)
      case 0x2E:
        // `1.5.5` is two numbers.
        if hasPoint { keep() }
        hasPoint = true
        token.append(byte)
      case 0x2D, 0x2B:
        if !token.isEmpty, token.last != 0x65 { keep() }
        token.append(byte)
      case 0x45, 0x65: if !token.isEmpty { token.append(0x65) }
      default: if !token.isEmpty { keep() }
      }
    }
    if !token.isEmpty {
      // The `e` of a unit such as `em`.
      if token.last == 0x65 { token.removeLast() }
      keep()
    }
    return found
  }

  /// A length in user units (pixels of 1/96 inch; CSS Values 4 §6.2), of `em` and `%` in `base`.
  static func length(_ text: String?, base: Double) -> Double? {
    guard let text = text?.trimmed.lowercased(), !text.isEmpty else { return nil }
    let unit = String(text.drop { !$0.isLetter && $0 != "%" || $0 == "e" && !text.hasSuffix("em") })
    guard let value = list(String(text.dropLast(unit.count))).first else { return nil }
    switch unit {
    case "pt": return value * 4 / 3
    case "pc": return value * 16
    case "mm": return value * 96 / 25.4
    case "cm": return value * 96 / 2.54
    case "in": return value * 96
    case "em", "rem": return value * base
    case "ex": return value * base / 2
    case "%": return value * base / 100
    default: return value
    }
  }
}

extension Matrix {
  /// Reads a `transform` attribute; what is not known in it is left out.
  init(svg text: String) {
    self.init()
    var result = Matrix.identity
    for part in text.split(separator: ")") {
      let sides = part.split(separator: "(", maxSplits: 1)
      guard sides.count == 2 else { continue }
      let name = sides[0].filter { $0.isLetter }
      let values = SVGNumber.list(String(sides[1]))
      if let step = Self.step(String(name), values) { result = step.concatenated(with: result) }
    }
    self = result.isSound ? result : .identity
  }

  private static func step(_ name: String, _ v: [Double]) -> Matrix? {
    guard let first = v.first else { return nil }
    switch name {
    case "translate": return Matrix(e: first, f: v.count > 1 ? v[1] : 0)
    case "scale": return Matrix(a: first, d: v.count > 1 ? v[1] : first)
    case "skewX": return Matrix(c: tan(first * .pi / 180))
    case "skewY": return Matrix(b: tan(first * .pi / 180))
    case "matrix" where v.count >= 6:
      return Matrix(a: v[0], b: v[1], c: v[2], d: v[3], e: v[4], f: v[5])
    case "rotate":
      let turn = rotation(first)
      guard v.count > 2 else { return turn }
      return Matrix(e: -v[1], f: -v[2]).concatenated(with: turn)
        .concatenated(with: Matrix(e: v[1], f: v[2]))
    default: return nil
    }
  }

  var isSound: Bool {
    [a, b, c, d, e, f].allSatisfy { $0.isFinite && abs($0) < 1e12 }
  }
}
