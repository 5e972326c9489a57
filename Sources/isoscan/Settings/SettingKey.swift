/// What a configuration key may hold.
enum SettingKind: Equatable, Sendable {
  case string
  case boolean
  /// true, false, or "auto": true where it can be.
  case automatic
  case integer(ClosedRange<Int>)
  case choice([String])
  case strings
  /// An object of string values, its keys free.
  case map
  /// A section whose part of the product is not there yet: only `{}` is accepted.
  case unavailable

  /// What a value of this kind is called in an error.
  var expectation: String {
    switch self {
    case .string: "a string"
    case .boolean: "true or false"
    case .automatic: "\"auto\", true or false"
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number of at least \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let choices): "one of " + choices.map { "\"\($0)\"" }.joined(separator: ", ")
    case .strings: "a list of strings"
    case .map: "an object of names and strings"
    case .unavailable: "{}, since this part is not available yet"
    }
  }

  func accepts(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.string, .string), (.boolean, .boolean), (.automatic, .boolean): true
    case (.automatic, .string(let text)): text == "auto"
    case (.integer(let range), .integer(let number)): range.contains(number)
    case (.choice(let choices), .string(let text)): choices.contains(text)
    case (.strings, .array(let items)): items.allSatisfy { $0.kind == "a string" }
    case (.map, .object(let items)): items.values.allSatisfy { $0.kind == "a string" }
    case (.unavailable, .object(let items)): items.isEmpty
    default: false
    }
  }

  /// Reads the value from an environment variable's text: lists are comma separated, maps
  /// are `name=path` pairs. `nil` where the text is not of this kind.
  func parse(_ text: String) -> JSONValue? {
    let value: JSONValue?
    switch self {
    case .string, .choice: value = .string(text)
    case .boolean, .automatic:
      let words = ["true": true, "1": true, "false": false, "0": false]
      value = words[text].map(JSONValue.boolean) ?? .string(text)
    case .integer: value = Int(text).map(JSONValue.integer)
    case .strings:
      value = .array(text.split(separator: ",").map { .string($0.trimmed) })
    case .map:
      var items: [String: JSONValue] = [:]
      for pair in text.split(separator: ",") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        items[parts[0].trimmed] = .string(parts[1].trimmed)
      }
      value = .object(items)
    case .unavailable: value = nil
    }
    return value.flatMap { accepts($0) ? $0 : nil }
  }
}

/// One key of the configuration: defined once, with its default and its meaning.
struct SettingKey: Sendable {
  let path: String
  let kind: SettingKind
  let fallback: JSONValue
  let help: String

  /// The environment variable that overrides the key: `ISOSCAN_SERVER_PORT`.
  var variable: String {
    "ISOSCAN_" + path.uppercased().replacing(".", with: "_")
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
