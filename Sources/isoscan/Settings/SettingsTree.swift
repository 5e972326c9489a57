import Foundation

/// A configuration that can't be used: what is wrong, where, and what was expected.
struct SettingsError: Error, Equatable, CustomStringConvertible {
  let description: String
}

/// The configuration's raw values by key path, each of its key's kind, defaults filled in.
struct SettingsTree: Equatable, Sendable {
  private(set) var values: [String: JSONValue]

  /// Only the defaults.
  init() {
    values = Dictionary(uniqueKeysWithValues: SettingKeys.all.map { ($0.path, $0.fallback) })
  }

  /// Lays the keys of a configuration file over the values.
  mutating func merge(file path: String) throws(SettingsError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SettingsError(description: "configuration \(path): no such file, or not readable")
    }
    try merge(json: data, name: path)
  }

  mutating func merge(json data: Data, name: String) throws(SettingsError) {
    let root: JSONValue
    do {
      root = try JSONDecoder().decode(JSONValue.self, from: data)
    } catch {
      throw SettingsError(description: "configuration \(name): not valid JSON\(Self.detail(error))")
    }
    guard case .object(let sections) = root else {
      throw SettingsError(
        description: "configuration \(name): expected an object, found \(root.kind)")
    }
    try merge(sections, below: "", name: name)
  }

  private mutating func merge(
    _ object: [String: JSONValue], below prefix: String, name: String
  ) throws(SettingsError) {
    for (key, value) in object.sorted(by: { $0.key < $1.key }) {
      let path = prefix + key
      if let known = SettingKeys.all.first(where: { $0.path == path }) {
        guard known.kind.accepts(value) else {
          throw SettingsError(
            description: "configuration \(name): \(path) must be \(known.kind.expectation), "
              + "not \(Self.shown(value))")
        }
        values[path] = value
      } else if SettingKeys.all.contains(where: { $0.path.hasPrefix(path + ".") }) {
        guard case .object(let section) = value else {
          throw SettingsError(
            description: "configuration \(name): \(path) must be an object, not \(value.kind)")
        }
        try merge(section, below: path + ".", name: name)
      } else {
        throw Self.unknown(path, name: name)
      }
    }
  }

  /// Lays the environment's `ISOSCAN_…` variables over the values.
  mutating func merge(environment: [String: String]) throws(SettingsError) {
    for (variable, text) in environment.sorted(by: { $0.key < $1.key })
    where variable.hasPrefix("ISOSCAN_") {
      guard let key = SettingKeys.all.first(where: { $0.variable == variable }) else {
        let names = SettingKeys.all.map(\.variable)
        throw SettingsError(
          description: "environment: unknown variable \(variable)"
            + Nearest.hint(variable, among: names))
      }
      try set(key.path, text: text, origin: "environment: \(variable)")
    }
  }

  /// Sets one key from text, such as a flag's.
  mutating func set(_ path: String, text: String, origin: String) throws(SettingsError) {
    guard let key = SettingKeys.all.first(where: { $0.path == path }),
      let value = key.kind.parse(text)
    else {
      let expected = SettingKeys.all.first { $0.path == path }?.kind.expectation ?? "a known key"
      throw SettingsError(description: "\(origin) must be \(expected), not '\(text)'")
    }
    values[path] = value
  }

  /// Sets one key to a value that is of its kind already.
  mutating func set(_ path: String, _ value: JSONValue) { values[path] = value }

  private static func unknown(_ path: String, name: String) -> SettingsError {
    let leaf = path.split(separator: ".").last.map(String.init) ?? path
    let paths = SettingKeys.all.map(\.path)
    let sections = Set(paths.map { String($0.prefix { $0 != "." }) })
    var hint = Nearest.hint(path, among: paths + sections)
    if hint.isEmpty {
      // The key may stand in the wrong section.
      let sameLeaf = paths.first { $0.split(separator: ".").last.map(String.init) == leaf }
      hint = sameLeaf.map { " (did you mean '\($0)'?)" } ?? ""
    }
    if hint.isEmpty {
      let section = path.split(separator: ".").first.map(String.init) ?? path
      let known = paths.filter { $0.hasPrefix(section + ".") }
      hint = known.isEmpty ? "" : " (known there: \(known.joined(separator: ", ")))"
    }
    return SettingsError(description: "configuration \(name): unknown key '\(path)'\(hint)")
  }

  private static func shown(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): "the string \"\(text.prefix(80))\""
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .boolean(let flag): "\(flag)"
    case .null, .array, .object: value.kind
    }
  }

  /// The place that the decoder complains of.
  private static func detail(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error else { return "" }
    let cause = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"]
    return ": \(cause.map { "\($0)" } ?? context.debugDescription)"
  }
}

extension SettingsTree {
  /// The effective configuration as indented JSON, keys in their documented order.
  var json: String {
    var lines = ["{"]
    var open: [String] = []
    for (index, key) in SettingKeys.all.enumerated() {
      let sections = key.path.split(separator: ".").dropLast().map(String.init)
      let shared = zip(open, sections).prefix { $0 == $1 }.count
      Self.close(open.count - shared, &open, &lines)
      if index > 0 { lines[lines.count - 1] += "," }
      for section in sections[shared...] {
        lines.append(Self.indent(open) + "\"\(section)\": {")
        open.append(section)
      }
      let name = key.path.split(separator: ".").last.map(String.init) ?? key.path
      let value = Self.compact(values[key.path] ?? key.fallback)
      lines.append(Self.indent(open) + "\"\(name)\": \(value)")
    }
    Self.close(open.count, &open, &lines)
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private static func close(_ count: Int, _ open: inout [String], _ lines: inout [String]) {
    for _ in 0..<count {
      open.removeLast()
      lines.append(indent(open) + "}")
    }
  }

  private static func indent(_ open: [String]) -> String {
    String(repeating: "  ", count: open.count + 1)
  }

  private static func compact(_ value: JSONValue) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}
