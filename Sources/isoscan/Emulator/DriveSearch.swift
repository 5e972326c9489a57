/// The search expression `q` of `files.list` (API guide "Search query terms and operators"), as far
/// as clients use it to walk folders.
indirect enum DriveSearch: Equatable {
  case and(DriveSearch, DriveSearch)
  case or(DriveSearch, DriveSearch)
  case not(DriveSearch)
  case parent(String)
  case name(String, contains: Bool)
  case type(String, contains: Bool)
  case trashed(Bool)

  /// - Returns: `nil` for what is no expression, or uses other terms.
  init?(_ text: String) {
    var parser = Parser(text)
    guard let found = parser.expression(), parser.isAtEnd else { return nil }
    self = found
  }

  func matches(_ file: EmulatedFile, root: String) -> Bool {
    switch self {
    case .and(let a, let b): a.matches(file, root: root) && b.matches(file, root: root)
    case .or(let a, let b): a.matches(file, root: root) || b.matches(file, root: root)
    case .not(let a): !a.matches(file, root: root)
    case .parent(let id): file.parent == (id == "root" ? root : id)
    case .name(let text, let contains):
      contains ? file.name.lowercased().contains(text.lowercased()) : file.name == text
    case .type(let text, let contains):
      contains ? file.mimeType.contains(text) : file.mimeType == text
    case .trashed(let flag): file.isTrashed == flag
    }
  }

  /// The folders whose children can match; `nil`: any file can.
  var parents: Set<String>? {
    switch self {
    case .parent(let id): [id]
    case .or(let a, let b):
      if let a = a.parents, let b = b.parents { a.union(b) } else { nil }
    case .and(let a, let b): a.parents ?? b.parents
    case .not, .name, .type, .trashed: nil
    }
  }
}

/// Recursive descent over the words of an expression.
private struct Parser {
  private enum Word: Equatable {
    case text(String)
    case plain(String)
  }

  /// Parentheses and `not` in each other.
  private static let depthLimit = 64

  private var words: [Word] = []
  private var index = 0
  private var depth = 0

  var isAtEnd: Bool { index == words.count }

  init(_ text: String) {
    var rest = Array(text)[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "'" {
        words.append(.text(Self.quoted(&rest)))
      } else if "()=".contains(first) {
        words.append(.plain(String(rest.removeFirst())))
      } else if first == "!" {
        rest.removeFirst()
        if rest.first == "=" { rest.removeFirst() }
        words.append(.plain("!="))
      } else {
        let word = rest.prefix { !$0.isWhitespace && !"()=!'".contains($0) }
        words.append(.plain(String(word)))
        rest = rest.dropFirst(word.count)
      }
    }
  }

  /// `\'` and `\\` stand for themselves.
  private static func quoted(_ rest: inout ArraySlice<Character>) -> String {
    rest.removeFirst()
    var text = ""
    while let character = rest.popFirst(), character != "'" {
      text.append(character == "\\" ? rest.popFirst() ?? character : character)
    }
    return text
  }

  mutating func expression() -> DriveSearch? {
    guard var left = conjunction() else { return nil }
    while take("or") {
      guard let right = conjunction() else { return nil }
      left = .or(left, right)
    }
    return left
  }

  private mutating func conjunction() -> DriveSearch? {
    guard var left = term() else { return nil }
    while take("and") {
      guard let right = term() else { return nil }
      left = .and(left, right)
    }
    return left
  }

  private mutating func term() -> DriveSearch? {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { return nil }
    if take("not") { return term().map { .not($0) } }
    if take("(") {
      guard let inner = expression(), take(")") else { return nil }
      return inner
    }
    return comparison()
  }

  private mutating func comparison() -> DriveSearch? {
    switch next() {
    case .text(let id)?: return take("in") && take("parents") ? .parent(id) : nil
    case .plain("trashed")?:
      guard take("=") else { return nil }
      return take("true") ? .trashed(true) : take("false") ? .trashed(false) : nil
    case .plain(let field)? where field == "name" || field == "mimeType":
      let contains = take("contains")
      let differs = !contains && take("!=")
      guard contains || differs || take("="), case .text(let text)? = next() else { return nil }
      let found: DriveSearch =
        field == "name" ? .name(text, contains: contains) : .type(text, contains: contains)
      return differs ? .not(found) : found
    default: return nil
    }
  }

  private mutating func next() -> Word? {
    guard index < words.count else { return nil }
    defer { index += 1 }
    return words[index]
  }

  private mutating func take(_ word: String) -> Bool {
    guard index < words.count, words[index] == .plain(word) else { return false }
    index += 1
    return true
  }
}
