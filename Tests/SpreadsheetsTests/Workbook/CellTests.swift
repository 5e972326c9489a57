import Testing

@testable import Spreadsheets

@Suite("cells")
struct CellTests {
  @Test(
    "text that begins like a formula is text, and stays it when edited",
    arguments: ["=1+1", "+1", "-1", "@x", "\tx"])
  func formulas(text: String) throws {
    let xml = try rows([[.text(text)]])
    #expect(xml.contains("<c r=\"A1\" s=\"2\" t=\"inlineStr\"><is><t"))
    #expect(!xml.contains("<f>"))
    #expect(try rows([[.label(text)]]).contains("s=\"7\""))
    #expect(try rows([[.link(text: text, target: "http://x")]]).contains("s=\"5\""))
  }

  @Test("a carriage return in front is escaped and quoted")
  func carriageReturn() throws {
    #expect(
      try rows([[.text("\rx")]]).contains("s=\"2\" t=\"inlineStr\"><is><t>_x000D_x<")
        || rows([[.text("\rx")]]).contains("xml:space=\"preserve\">_x000D_x<"))
  }

  @Test(
    "markup, control characters and what reads like an escape are escaped",
    arguments: [
      ("a<b>&c", "a&lt;b&gt;&amp;c"), ("\u{0}", "_x0000_"), ("a\u{1F}b", "a_x001F_b"),
      ("_x0041_", "_x005F_x0041_"), ("_x004_", "_x004_"), ("_xZZZZ_", "_xZZZZ_"),
      ("__x00aF__", "__x005F_x00aF__"), ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
      ("_x0041\u{1}", "_x005F_x0041_x0001_"), ("\u{FFFE}\u{FFFF}", "_xFFFE__xFFFF_"),
      ("\u{FFFD}", "\u{FFFD}"), ("ü€😀", "ü€😀"), ("a_b", "a_b"), ("\"'", "\"'"),
    ])
  func escapes(text: String, expected: String) throws {
    #expect(try rows([[.text(text)]]).contains(">\(expected)</t>"))
  }

  @Test("what is escaped is resolved again", arguments: ["_x0041_", "\u{1}_x0041_", "_x0041\u{2}"])
  func unescapes(text: String) throws {
    var bytes: [UInt8] = []
    Array(text.utf8).withUnsafeBufferPointer { MarkupText.append(cell: $0, to: &bytes) }
    CellText.resolveEscapes(&bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test("blanks at the ends and line ends are kept", arguments: [" a", "a ", "a\nb", "\u{20}"])
  func blanks(text: String) throws {
    #expect(try rows([[.text(text)]]).contains("<t xml:space=\"preserve\">\(text)</t>"))
  }

  @Test(
    "numbers are written so that reading gives the same value",
    arguments: [0.1, 1.0 / 3, 1e300, .leastNonzeroMagnitude, -2.5, 123_456_789.123_456_79, 1e22])
  func numbers(value: Double) throws {
    let xml = try rows([[.number(value)]])
    let text = try #require(xml.split(separator: "<v>").last?.split(separator: "</v>").first)
    #expect(Double(text) == value)
  }

  @Test("what is no number is an error value; a zero has no sign")
  func notFinite() throws {
    #expect(try rows([[.number(.nan)]]).contains("t=\"e\"><v>#NUM!</v>"))
    #expect(try rows([[.number(-.infinity)]]).contains("#NUM!"))
    #expect(try rows([[.number(-0.0)]]).contains("<v>0</v>"))
  }

  @Test("whole numbers of more than 15 digits are text")
  func integers() throws {
    #expect(try rows([[.integer(-42)]]).contains("<v>-42</v>"))
    #expect(try rows([[.integer(999_999_999_999_999)]]).contains("<v>999999999999999</v>"))
    #expect(try rows([[.integer(.max)]]).contains("<t>9223372036854775807</t>"))
    #expect(try rows([[.integer(.min)]]).contains("<t>-9223372036854775808</t>"))
  }

  @Test("moments are days since the end of 1899")
  func times() throws {
    #expect(try rows([[.time(0)]]).contains("s=\"3\"><v>25569.0</v>"))
    #expect(try rows([[.time(1_768_878_000)]]).contains("<v>46042.125</v>"))
    for outside in [-1e12, 1e12, .nan, .infinity] {
      #expect(try rows([[.time(outside)]]).contains("#NUM!"))
    }
  }

  @Test("empty cells are left out")
  func empty() throws {
    #expect(
      try rows([[], [.empty, .integer(1), .text(""), .label("")]])
        == "<row r=\"1\"></row><row r=\"2\"><c r=\"B2\"><v>1</v></c></row>")
  }

  @Test("a cell is cut to 32,767 UTF-16 units, at a whole character, and told")
  func cut() throws {
    for (text, length) in [
      (String(repeating: "a", count: 40_000), 32_767),
      // An odd limit falls into the middle of a pair.
      ("a" + String(repeating: "😀", count: 20_000), 32_766),
      (String(repeating: "😀", count: 20_000), 32_767),
    ] {
      let book = try WrittenWorkbook { writer in
        try writer.begin(Sheet("S", columns: [], hasHeader: false))
        try writer.row([.text(text)])
      }
      #expect(book.summary.cutCells == 1)
      let xml = try book.sheet(1)
      let cell = try #require(xml.split(separator: "<t>").last?.split(separator: "</t>").first)
      #expect(cell.hasSuffix("…"))
      #expect(cell.utf16.count == length)
      #expect(text.hasPrefix(cell.dropLast()))
    }
  }

  @Test("a cell of just the limit stays whole, also where UTF-8 is longer")
  func uncut() throws {
    for text in [String(repeating: "a", count: 32_767), String(repeating: "é", count: 32_767)] {
      let book = try WrittenWorkbook { writer in
        try writer.begin(Sheet("S", columns: [], hasHeader: false))
        try writer.row([.text(text)])
      }
      #expect(book.summary.cutCells == 0)
      #expect(try book.sheet(1).contains("<t>\(text)</t>"))
    }
  }

  @Test("columns are named as in a sheet")
  func columnNames() {
    for (index, name) in [
      (0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD"),
    ] {
      #expect(String(decoding: RowEncoder.name(ofColumn: index), as: UTF8.self) == name)
    }
  }

  @Test("cells beyond the last column are left out and told")
  func columnLimit() throws {
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("S", columns: [], hasHeader: false))
      try writer.row([Cell](repeating: .integer(1), count: 16_386))
    }
    #expect(book.summary.droppedCells == 2)
    #expect(try book.sheet(1).contains("r=\"XFD1\""))
  }
}
