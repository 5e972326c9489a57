/// What ``Lexer/next()`` found; the token's content stands in the lexer until the next call.
enum Token: UInt8 {
  case end
  case integer
  case real
  case name
  case string
  /// Any other word: an operator, `true`, `obj`, `{`, `}`.
  case keyword
  case arrayOpen
  case arrayClose
  case dictionaryOpen
  case dictionaryClose
}
