import Testing

@testable import Extraction

/// Lexes a text into words that show kind and content.
private func lex(_ text: String) -> [String] {
  let bytes = Array(text.utf8)
  return bytes.withUnsafeBytes { raw in
    var lexer = Lexer(raw)
    var words: [String] = []
    while true {
      let token = lexer.next()
      switch token {
      case .end: return words
      case .integer: words.append("i:\(lexer.integer)")
      case .real: words.append("r:\(lexer.number)")
      case .name: words.append("n:" + lexer.name.text)
      case .string: words.append("s:" + String(decoding: lexer.string, as: UTF8.self))
      case .keyword: words.append("k:" + String(decoding: lexer.tokenBytes, as: UTF8.self))
      case .arrayOpen: words.append("[")
      case .arrayClose: words.append("]")
      case .dictionaryOpen: words.append("<<")
      case .dictionaryClose: words.append(">>")
      }
    }
  }
}

struct LexerTests {
  @Test(
    "numbers read as written, and as meant where they are malformed",
    arguments: [
      ("0", "i:0"), ("-17", "i:-17"), ("+5", "i:5"), ("1.5", "r:1.5"), ("-.002", "r:-0.002"),
      ("4.", "r:4.0"), ("--5", "i:-5"), ("12-34", "i:12"), ("1.2.3", "r:1.2"), ("-", "i:0"),
      (".", "r:0.0"), ("1e3", "r:1000.0"), ("2.5e-05", "r:2.5e-05"), ("00042", "i:42"),
    ])
  func numbers(_ text: String, _ expected: String) {
    #expect(lex(text) == [expected])
  }

  @Test("a number that is too large saturates and does not trap")
  func hugeNumbers() {
    #expect(lex("99999999999999999999999999999999").count == 1)
    #expect(lex("-99999999999999999999999999999999.999999999999999999999999").count == 1)
    #expect(lex("1e999999999999999999999").count == 1)
  }

  @Test(
    "strings decode escapes, line ends and nesting",
    arguments: [
      ("(plain)", "plain"), ("()", ""), ("(a(b)c)", "a(b)c"), ("(a\\(b)", "a(b"),
      ("(\\101\\62\\7x)", "A2\u{7}x"), ("(a\\\nb)", "ab"), ("(a\r\nb)", "a\nb"),
      ("(tab\\t\\\\)", "tab\t\\"), ("(\\q)", "q"), ("(open", "open"), ("(open\\", "open"),
      ("<48 4F4c>", "HOL"), ("<4>", "@"), ("<>", ""), ("<48zz49", "HI"),
    ])
  func strings(_ text: String, _ expected: String) {
    #expect(lex(text) == ["s:" + expected])
  }

  @Test("names resolve escapes, keywords end at delimiters, comments are no tokens")
  func namesAndKeywords() {
    #expect(lex("/A#42 /#4 /") == ["n:AB", "n:#4", "n:"])
    #expect(
      lex("BT/F1 12Tf%x\n[(a)-3]TJ T*") == [
        "k:BT", "n:F1", "i:12", "k:Tf", "[", "s:a", "i:-3", "]", "k:TJ", "k:T*",
      ])
    #expect(
      lex("{x} <</K[1]>> )>") == [
        "k:{", "k:x", "k:}", "<<", "n:K", "[", "i:1", "]", ">>",
      ])
  }

  @Test("a keyword of up to eight bytes is packed")
  func packedKeywords() {
    Array("Tj endstream".utf8).withUnsafeBytes { raw in
      var lexer = Lexer(raw)
      #expect(lexer.next() == .keyword)
      #expect(lexer.keyword == 0x546A)
      #expect(lexer.next() == .keyword)
      #expect(lexer.keyword == 0)
      #expect(lexer.isKeyword("endstream"))
    }
  }

  @Test(
    "an inline image is stepped over, whatever its bytes",
    arguments: [
      "/W 2 /H 2 /BPC 8 /CS /G ID \u{1}EI \u{2} EI Q",
      "/W 4 /H 1 /IM true ID x EI Q",
      "/W 9 /H 9 /F /A85 ID abc~>EI Q",
      "/W 9 /H 9 /F [/Fl] /DP [<</K 1>>] ID ab EI\u{1}c\u{2} EI Q",
      "/L 6 /W 1 /H 1 ID EI EI  EI Q",
    ])
  func inlineImages(_ text: String) {
    Array(text.utf8).withUnsafeBytes { raw in
      var lexer = Lexer(raw)
      lexer.skipInlineImage()
      #expect(lexer.next() == .keyword)
      #expect(lexer.isKeyword("Q"))
      #expect(lexer.next() == .end)
    }
  }

  @Test("any bytes are lexed to their end")
  func anyBytes() {
    var state: UInt64 = 7
    let alphabet = Array("()<>[]{}/%0.-+e \\\r\nIDEI#".utf8) + [0, 255]
    for length in 0..<400 {
      let bytes = (0..<length).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 33) % alphabet.count]
      }
      bytes.withUnsafeBytes { raw in
        var lexer = Lexer(raw)
        var count = 0
        while lexer.next() != .end { count += 1 }
        #expect(count <= length)
        var images = Lexer(raw)
        images.skipInlineImage()
        #expect(images.position <= length)
      }
    }
  }
}
