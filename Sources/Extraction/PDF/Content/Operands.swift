/// The operands before an operator (ISO 32000-2 §7.8.2); numbers are kept as their places in the content.
struct Operands {
  /// Operands kept; no operator that matters here has more than six numbers.
  private static let limit = 8

  private var places: InlineArray<8, Int> = .init(repeating: 0)
  private(set) var total = 0
  var name: Name?
  var dictionary: PDFDictionary?
  /// Valid until the token after the operator.
  var string: UnsafeBufferPointer<UInt8>?
  /// Sum of the numbers behind the last string of a `TJ` array, in thousandths.
  var adjustment = 0.0
  var isArray = false

  /// Numbers that can be asked for.
  var count: Int { min(total, Self.limit) }

  @inline(__always)
  mutating func push(_ place: Int) {
    places[total & 7] = place
    total &+= 1
  }

  /// Whether nothing but numbers has come since the last operator.
  @inline(__always)
  var areNumbers: Bool { name == nil && dictionary == nil && string == nil && !isArray }

  @inline(__always)
  mutating func removeNumbers() { total = 0 }

  @inline(__always)
  mutating func removeAll() {
    total = 0
    guard !areNumbers else { return }
    name = nil
    dictionary = nil
    string = nil
    adjustment = 0
    isArray = false
  }

  /// The number `back` places before the operator, from 1; 0 if it is missing.
  func number(_ back: Int, _ lexer: inout Lexer) -> Double {
    guard back <= count else { return 0 }
    let after = lexer.position
    lexer.position = places[(total &- back) & 7]
    _ = lexer.lexNumber()
    lexer.position = after
    let value = lexer.number
    // Beyond what any page measures lies only damage; products must stay finite.
    return value.isFinite ? min(max(value, -1e9), 1e9) : 0
  }

  func matrix(_ lexer: inout Lexer) -> Matrix {
    Matrix(
      a: number(6, &lexer), b: number(5, &lexer), c: number(4, &lexer), d: number(3, &lexer),
      e: number(2, &lexer), f: number(1, &lexer))
  }
}

extension Lexer {
  /// Moves over a number without reading it.
  @inline(__always)
  mutating func passNumber() {
    let start = position
    var at = start &+ 1
    let inside = CharacterClass.digit | CharacterClass.sign
    while at < end, classes[Int(base[at])] & inside != 0 { at &+= 1 }
    let stop = CharacterClass.whiteSpace | CharacterClass.delimiter
    if at >= end || classes[Int(base[at])] & stop != 0 {
      position = at
    } else {
      // An exponent, or an operator right behind: the lexer knows.
      position = start
      _ = lexNumber()
      if position == start { position = at }
    }
  }
}
