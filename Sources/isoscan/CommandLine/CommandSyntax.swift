/// One flag of a command: defined once, with its help.
struct Flag: Sendable {
  let name: String
  /// The value's placeholder in the help (`FILE`), or `nil` for a switch.
  let value: String?
  let help: String
  /// Whether the flag may be given more than once.
  let repeats: Bool

  init(_ name: String, _ value: String? = nil, help: String, repeats: Bool = false) {
    self.name = name
    self.value = value
    self.help = help
    self.repeats = repeats
  }
}

/// A command line that can't be run: one line for stderr, exit 2.
struct UsageError: Error, Equatable {
  let message: String

  init(_ message: String) { self.message = message }
}

/// A failure while running: one line for stderr, exit 1.
struct RuntimeFailure: Error, Equatable {
  let message: String

  init(_ message: String) { self.message = message }
}

/// What a command accepts, and its help.
struct CommandSyntax: Sendable {
  let name: String
  let summary: String
  /// Placeholders of the positional arguments in the help, such as `PATH...`.
  let operands: String
  let flags: [Flag]

  /// The text of `--help`.
  var help: String {
    var text = "usage: isoscan \(name)"
    if !flags.isEmpty { text += " [options]" }
    if !operands.isEmpty { text += " \(operands)" }
    text += "\n\n\(summary)\n"
    if flags.isEmpty { return text }
    text += "\noptions:\n"
    let labels = flags.map { "--\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
    let width = (labels.map(\.count).max() ?? 0) + 2
    for (flag, label) in zip(flags, labels) {
      text += "  " + label + String(repeating: " ", count: width - label.count) + flag.help + "\n"
    }
    return text
  }

  /// Parses the arguments after the command's name. `--flag value`, `--flag=value` and `--`
  /// (only operands follow) are understood.
  func parse(_ arguments: [String]) throws(UsageError) -> CommandArguments {
    var parsed = CommandArguments()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        parsed.operands += rest
        break
      }
      guard argument.hasPrefix("--") else {
        try accept(operand: argument, into: &parsed)
        continue
      }
      let parts = argument.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      let flag = try known(name)
      var value = parts.count == 2 ? String(parts[1]) : nil
      if flag.value == nil, value != nil {
        throw UsageError("--\(name) takes no value")
      }
      if let placeholder = flag.value, value == nil {
        guard let next = rest.popFirst() else {
          throw UsageError("--\(name) needs a value: --\(name) \(placeholder)")
        }
        value = next
      }
      if !flag.repeats, parsed.values[name] != nil {
        throw UsageError("--\(name) is given twice")
      }
      parsed.values[name, default: []].append(value ?? "")
    }
    return parsed
  }

  private func accept(operand: String, into parsed: inout CommandArguments) throws(UsageError) {
    if operand.hasPrefix("-"), operand != "-" {
      throw UsageError("unknown option '\(operand)'" + hint(operand))
    }
    if operands.isEmpty {
      throw UsageError("unexpected argument '\(operand)': \(name) takes options only")
    }
    parsed.operands.append(operand)
  }

  private func known(_ name: String) throws(UsageError) -> Flag {
    if let flag = flags.first(where: { $0.name == name }) { return flag }
    throw UsageError("unknown option '--\(name)'" + hint("--" + name))
  }

  private func hint(_ word: String) -> String {
    Nearest.hint(word, among: flags.map { "--" + $0.name } + ["--help"])
  }
}

/// Parsed arguments of one command.
struct CommandArguments {
  var values: [String: [String]] = [:]
  var operands: [String] = []

  func has(_ flag: String) -> Bool { values[flag] != nil }

  func string(_ flag: String) -> String? { values[flag]?.last }

  func strings(_ flag: String) -> [String] { values[flag] ?? [] }

  /// A whole number in `range`, or `nil` where the flag is not given.
  func integer(_ flag: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = string(flag) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        "--\(flag) must be a whole number from \(range.lowerBound) to \(range.upperBound), "
          + "not '\(text)'")
    }
    return number
  }

  /// One of `choices`, or `nil` where the flag is not given.
  func choice(_ flag: String, of choices: [String]) throws(UsageError) -> String? {
    guard let text = string(flag) else { return nil }
    guard choices.contains(text) else {
      throw UsageError(
        "--\(flag) must be one of \(choices.joined(separator: ", ")), not '\(text)'"
          + Nearest.hint(text, among: choices))
    }
    return text
  }
}
