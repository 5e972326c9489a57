/// The built-in encoding of a Type 1 font program, read from its cleartext (Adobe Type 1 Font
/// Format, §2.2).
enum Type1Font {
  /// Bytes looked at: the cleartext of real fonts is a few thousand.
  private static let cleartextLimit = 65_536

  /// Glyph names by code; nil if the font uses the Standard encoding or none is found.
  static func builtInNames(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]]? {
    let text = UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, cleartextLimit)])
    var lexer = Lexer(text)
    guard skip(to: "Encoding", &lexer) else { return nil }
    var names = [[UInt8]](repeating: [], count: 256)
    var found = false
    var code = -1
    while true {
      switch lexer.next() {
      case .end: return found ? names : nil
      case .integer: code = lexer.integer
      case .name:
        guard (0..<256).contains(code) else { continue }
        names[code] = Array(lexer.tokenBytes)
        found = true
        code = -1
      case .keyword:
        if lexer.isKeyword("StandardEncoding") { return nil }
        if found, lexer.isKeyword("def") || lexer.isKeyword("readonly") { return names }
        if lexer.isKeyword("eexec") { return found ? names : nil }
      default: continue
      }
    }
  }

  private static func skip(to name: StaticString, _ lexer: inout Lexer) -> Bool {
    while true {
      switch lexer.next() {
      case .end: return false
      case .name where lexer.isKeyword(name): return true
      case .keyword where lexer.isKeyword("eexec"): return false
      default: continue
      }
    }
  }
}
