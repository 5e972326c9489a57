import Foundation

/// Shows a number as a cell does: the part of format codes that sheets of codes use (ECMA-376-1 §18.8.31).
///
/// Digits, thousands, decimals, per cent and literal text, by sign. A date or a fraction, and a format that
/// makes no sense, shows the number in general form.
struct NumberFormat {
  /// A number in general form, which has at most 11 digits.
  static func general(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return String(format: "%.10g", value)
  }

  private enum Piece: Equatable {
    case literal(String)
    /// The digits before or after the point: `0` shows always, `#` and `?` where there is one.
    case digits
    case percent
  }

  private struct Section {
    var pieces: [Piece] = []
    var least = 0
    var decimals = 0
    var leastDecimals = 0
    var hasThousands = false
    var isGeneral = false
    var isKnown = true
  }

  private var sections: [Section] = []

  init(_ code: String) {
    var parser = Parser(code)
    sections = parser.sections()
  }

  /// The number as shown, or nil if the format is none that is known.
  func show(_ value: Double) -> String? {
    guard value.isFinite, abs(value) < 1e15 else { return nil }
    let index = sections.count > 1 && value < 0 ? 1 : sections.count > 2 && value == 0 ? 2 : 0
    guard sections.indices.contains(index), sections[index].isKnown else { return nil }
    let section = sections[index]
    let magnitude = index == 1 ? abs(value) : value
    if section.isGeneral, section.pieces.isEmpty { return Self.general(magnitude) }
    var text = ""
    for piece in section.pieces {
      switch piece {
      case .literal(let literal): text += literal
      case .percent: text += "%"
      case .digits:
        text +=
          section.isGeneral ? Self.general(magnitude) : Self.digits(magnitude, section)
      }
    }
    return text
  }

  private static func digits(_ value: Double, _ section: Section) -> String {
    let scaled = section.pieces.contains(.percent) ? value * 100 : value
    var text = String(format: "%.\(section.decimals)f", abs(scaled))
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    var whole = String(parts.first ?? "")
    var fraction = parts.count > 1 ? String(parts[1]) : ""
    while fraction.count > section.leastDecimals, fraction.hasSuffix("0") { fraction.removeLast() }
    if section.least == 0, whole == "0" { whole = "" }
    whole = String(repeating: "0", count: max(0, section.least - whole.count)) + whole
    if section.hasThousands { whole = grouped(whole) }
    text = whole + (section.decimals > 0 && !fraction.isEmpty ? "." + fraction : "")
    let isNegative = scaled < 0 && text.contains { $0 != "0" && $0 != "." }
    return (isNegative ? "-" : "") + text
  }

  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// Reads a format code.
  private struct Parser {
    /// Longest code that is looked at; Excel allows 255.
    private static let limit = 1024
    /// Most digits on either side of the point.
    private static let digitLimit = 30

    private let code: [Character]
    private var at = 0
    private var section = Section()
    private var isAfterPoint = false

    init(_ code: String) { self.code = Array(code.prefix(Self.limit)) }

    mutating func sections() -> [Section] {
      var found: [Section] = []
      while at < code.count {
        if code[at] == ";" {
          found.append(section)
          section = Section()
          isAfterPoint = false
        } else {
          step()
        }
        at += 1
      }
      found.append(section)
      return found
    }

    private mutating func step() {
      switch code[at] {
      case "\"": literal(until: "\"")
      case "\\":
        at += 1
        if at < code.count { add(String(code[at])) }
      // Room of a character's width, and a character that fills the cell.
      case "_", "*": at += 1
      case "[": skip(until: "]")
      case "0": digit(isLeast: true)
      case "#", "?": digit(isLeast: false)
      case ".": isAfterPoint = true
      case ",": section.hasThousands = section.hasThousands || section.pieces.contains(.digits)
      case "%": section.pieces.append(.percent)
      case "@": section.isKnown = false
      case "G", "g": general()
      case "d", "D", "m", "M", "y", "Y", "h", "H", "s", "S", "E", "e", "/":
        section.isKnown = false
      default: add(String(code[at]))
      }
    }

    private mutating func general() {
      guard String(code[at...].prefix(7)).lowercased() == "general" else {
        section.isKnown = false
        return
      }
      at += 6
      section.isGeneral = true
      section.pieces.append(.digits)
    }

    private mutating func digit(isLeast: Bool) {
      if isAfterPoint {
        section.decimals = min(Self.digitLimit, section.decimals + 1)
        if isLeast { section.leastDecimals = section.decimals }
      } else if isLeast || section.least > 0 {
        section.least = min(Self.digitLimit, section.least + 1)
      }
      guard section.pieces.contains(.digits) else { return section.pieces.append(.digits) }
      // Digits apart, as in a telephone number, are not shown as one.
      if section.pieces.last != .digits { section.isKnown = false }
    }

    private mutating func add(_ text: String) {
      section.pieces.append(.literal(text))
    }

    private mutating func literal(until end: Character) {
      var text = ""
      at += 1
      while at < code.count, code[at] != end {
        text.append(code[at])
        at += 1
      }
      add(text)
    }

    private mutating func skip(until end: Character) {
      while at < code.count, code[at] != end { at += 1 }
    }
  }
}
