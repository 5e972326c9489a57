internal import Glibc

/// A number format of digits and literals, such as `00000` or `"HOLE-"0000`
/// (ECMA-376-1 §18.8.31); anything more is left to the general format.
struct NumberFormat: Equatable {
  private enum Part: Equatable {
    case literal(String)
    /// `0`, `#` or `?`: what stands where the number has no digit.
    case digit(padding: String)
  }

  private var whole: [Part] = []
  private var fraction: [Part] = []
  private var hasPoint = false

  /// Most placeholders of a format that is followed.
  private static let partLimit = 64

  /// `nil` where the format is general, or more than digits and literals.
  init?(_ code: String) {
    var scalars = Array(code.unicodeScalars.prefix(1_024))[...]
    while let scalar = scalars.popFirst() {
      // The section for positive numbers.
      if scalar == ";" { break }
      switch scalar {
      case "0": add(.digit(padding: "0"))
      case "#": add(.digit(padding: ""))
      case "?": add(.digit(padding: " "))
      case ".":
        if hasPoint { return nil }
        hasPoint = true
      case "\"":
        let end = scalars.firstIndex(of: "\"") ?? scalars.endIndex
        add(.literal(String(String.UnicodeScalarView(scalars[..<end]))))
        scalars = scalars[end...].dropFirst()
      case "\\": if let next = scalars.popFirst() { add(.literal(String(next))) }
      case "-", "+", "(", ")", ":", " ", "$", "!", "&", "'", "~", "{", "}", "=", "<", ">":
        add(.literal(String(scalar)))
      default: return nil
      }
    }
    let digits = whole.filter { $0 != .literal("") && Self.isDigit($0) }
    guard !digits.isEmpty, whole.count + fraction.count <= Self.partLimit else { return nil }
  }

  private mutating func add(_ part: Part) {
    if hasPoint { fraction.append(part) } else { whole.append(part) }
  }

  private static func isDigit(_ part: Part) -> Bool {
    if case .digit = part { return true }
    return false
  }

  /// The number as a person sees it in the sheet.
  func text(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return Self.general(value) }
    let places = fraction.count { Self.isDigit($0) }
    let rounded = Self.print("%.*f", value.magnitude, places)
    let parts = rounded.split(separator: ".")
    let sign = value < 0 && rounded.contains(where: { $0 >= "1" && $0 <= "9" }) ? "-" : ""
    let head = fill(whole, digits: String(parts.first ?? ""))
    guard hasPoint else { return sign + head }
    return sign + head + "." + tail(digits: parts.count > 1 ? String(parts[1]) : "")
  }

  /// Digits fill the places from the right; what is left over stands at the first place.
  private func fill(_ parts: [Part], digits: String) -> String {
    var rest = Substring(digits == "0" ? "" : digits)
    var pieces: [String] = []
    let first = parts.firstIndex(where: Self.isDigit)
    for (index, part) in parts.enumerated().reversed() {
      switch part {
      case .literal(let text): pieces.append(text)
      case .digit(let padding):
        if index == first {
          pieces.append(rest.isEmpty ? padding : String(rest))
        } else {
          pieces.append(rest.popLast().map(String.init) ?? padding)
        }
      }
    }
    return pieces.reversed().joined()
  }

  private func tail(digits: String) -> String {
    var rest = Substring(digits)
    // Zeros at optional places are not shown.
    var shown = digits.count
    for part in fraction.reversed() {
      guard part == .digit(padding: ""), digits.prefix(shown).last == "0" else { break }
      shown -= 1
    }
    var text = ""
    for part in fraction {
      switch part {
      case .literal(let literal): text += literal
      case .digit:
        if shown > 0, let digit = rest.popFirst() { text.append(digit) }
        shown -= 1
      }
    }
    return text
  }

  /// What the general format shows where there is room: 15 digits, whole numbers without a point.
  static func general(_ value: Double) -> String {
    if value.magnitude < 1e15, let whole = Int(exactly: value) { return String(whole) }
    if value.magnitude < 1e21, value.rounded() == value { return Self.print("%.*f", value, 0) }
    return Self.print("%.*G", value, 15)
  }

  private static func print(_ format: String, _ value: Double, _ digits: Int) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let count = withVaList([Int32(digits), value]) {
      vsnprintf(&buffer, buffer.count, format, $0)
    }
    return String(
      decoding: buffer.prefix(max(0, min(Int(count), 399))).map { UInt8(bitPattern: $0) },
      as: UTF8.self)
  }
}
