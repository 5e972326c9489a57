/// What an element of SVG hands down to those inside it, as far as text needs it (SVG 2 §6).
struct SVGStyle {
  var matrix = Matrix.identity
  var fontSize = 16.0
  var isMonospace = false
  var anchor = Anchor.start
  var isDisplayed = true
  var isVisible = true
  var hasFill = true
  var hasStroke = false
  var keepsSpace = false
  var letterSpacing = 0.0

  enum Anchor { case start, middle, end }

  /// Whether text is seen.
  var isSeen: Bool { isDisplayed && isVisible && (hasFill || hasStroke) }

  /// Applies one property.
  mutating func apply(_ name: Substring, _ value: Substring) {
    let value = String(value).trimmed
    switch name {
    case "font-size": fontSize = SVGNumber.length(value, base: fontSize) ?? fontSize
    case "font": applyFont(value)
    case "font-family": applyFamily(value)
    case "text-anchor": anchor = value == "middle" ? .middle : value == "end" ? .end : .start
    // What is inside of an element that is not displayed isn't either.
    case "display": if value == "none" { isDisplayed = false }
    case "visibility": isVisible = value == "visible"
    case "opacity": if SVGNumber.list(value).first == 0 { isDisplayed = false }
    case "fill": hasFill = value != "none" && value != "transparent"
    case "stroke": hasStroke = value != "none" && value != "transparent"
    case "letter-spacing": letterSpacing = SVGNumber.length(value, base: fontSize) ?? 0
    case "white-space": keepsSpace = value.hasPrefix("pre")
    default: break
    }
  }

  /// The shorthand: the size is the first length in it.
  private mutating func applyFont(_ value: String) {
    for part in value.split(separator: " ") where part.first?.isNumber == true {
      let size = part.split(separator: "/")[0]
      guard size.last?.isLetter == true || size.last == "%" else { continue }
      fontSize = SVGNumber.length(String(size), base: fontSize) ?? fontSize
      break
    }
    applyFamily(value)
  }

  private mutating func applyFamily(_ value: String) {
    let lower = value.lowercased()
    isMonospace = ["mono", "courier", "consol", "typewriter", "fixed"].contains {
      lower.contains($0)
    }
  }

  /// Applies declarations: `name: value; …`.
  mutating func apply(declarations: some StringProtocol) {
    for declaration in declarations.split(separator: ";") {
      guard let colon = declaration.firstIndex(of: ":") else { continue }
      let name = String(declaration[..<colon]).trimmed
      apply(name[...], Substring(String(declaration[declaration.index(after: colon)...])))
    }
  }
}

/// The rules of style sheets in an SVG file that select by class, id or element name, without combinators.
struct SVGSheet {
  private var rules: [String: String] = [:]

  /// Rules of one file that are kept.
  private static let limit = 10_000

  mutating func add(_ text: String) {
    for rule in text.split(separator: "}") {
      let sides = rule.split(separator: "{", maxSplits: 1)
      guard sides.count == 2 else { continue }
      for selector in sides[0].split(separator: ",") where rules.count < Self.limit {
        let key = String(selector).trimmed
        rules[key, default: ""] += ";" + sides[1]
      }
    }
  }

  var isEmpty: Bool { rules.isEmpty }

  /// Applies the rules for an element, the least specific first.
  func apply(_ element: String, classes: String?, id: String?, to style: inout SVGStyle) {
    if let rule = rules[element] { style.apply(declarations: rule) }
    for name in (classes ?? "").split(separator: " ") {
      if let rule = rules["." + name] { style.apply(declarations: rule) }
      if let rule = rules[element + "." + name] { style.apply(declarations: rule) }
    }
    if let id, let rule = rules["#" + id] { style.apply(declarations: rule) }
  }
}
