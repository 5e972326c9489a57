import Testing

@testable import Spreadsheets

@Suite("codes of text files")
struct TextCodesTests {
  private func list(_ text: String) throws -> CodeList {
    try CodeListReader.read(Array(text.utf8))
  }

  @Test(
    "lines of any ending, blanks around them and empty ones aside",
    arguments: [
      "A-1\nB 2\n", "A-1\r\nB 2", "A-1\rB 2\r", "\n\n  A-1\t\n\n\u{A0}B 2\u{A0}\n",
      "\u{FEFF}A-1\nB 2",
    ])
  func lines(text: String) throws {
    let list = try list(text)
    #expect(list.codes == ["A-1", "B 2"])
  }

  @Test(
    "the first of fields apart by commas, semicolons or tabs",
    arguments: [
      "A-1,x\nB 2,y\n", "A-1;x,1\nB 2;y,2\n", "A-1\tx\nB 2\ty",
      "\"A-1\",\"x,\"\"y\"\"\"\n\"B 2\",z",
      "sep=|\nA-1|x\nB 2|y", "sep=;\r\nA-1\r\nB 2", ",A-1\n,B 2\n",
      "Code;Text\nA-1;\"a\nb;c\"\nB 2;d",
    ])
  func separated(text: String) throws {
    let list = try list(text)
    #expect(list.codes == ["A-1", "B 2"])
    #expect(list.kind == .separated)
    #expect(CodeListReader.kind(of: Array(text.utf8)) == .separated)
  }

  @Test("a separator that stands in few lines is part of a code")
  func rareSeparator() throws {
    let text = "A,1\nB\nC\nD\n"
    #expect(try list(text).codes == ["A,1", "B", "C", "D"])
    #expect(try list(text).kind == .lines)
  }

  @Test("inches are no quotes")
  func inches() throws {
    #expect(
      try list("2\"-HC-3452\n\"3\"\"-HC\"\n\"open\n\"a\" b\n").codes
        == ["2\"-HC-3452", "3\"-HC", "\"open", "\"a\" b"])
    #expect(try list("2\"-HC,x\n3\"-HC,y\n").codes == ["2\"-HC", "3\"-HC"])
  }

  @Test("every encoding gives the same codes")
  func encodings() throws {
    let text = "LÖCHER-é\nHOLE-2\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    for bytes in [
      Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little,
      [0xFE, 0xFF] + big, little, big, latin,
    ] {
      #expect(try CodeListReader.read(bytes).codes == ["LÖCHER-é", "HOLE-2"])
    }
    #expect(try CodeListReader.read([0x80, 0x2D, 0x96]).codes == ["€-–"])
  }

  @Test(
    "titles are known without regard to case, blanks and marks",
    arguments: [
      "Code", "CODES", " Hole  Code ", "hole_code", "Hole-No.", "Tag No:", "ID", "Nº", "#",
      "Código", "Repère", "Nummer", "コード", "part number",
    ])
  func titles(title: String) throws {
    let list = try list(title + "\nHOLE-1\n")
    #expect(list.codes == ["HOLE-1"])
    #expect(list.header == title.trimmingBlanks)
  }

  @Test("codes are no titles", arguments: ["HOLE-1", "CODE-1", "A", "code-bc", "N-1", "."])
  func noTitles(code: String) throws {
    #expect(try list(code + "\nX").codes == [code, "X"])
    #expect(try list(code + "\nX").header == nil)
  }

  @Test("an empty file is a list of nothing", arguments: ["", "\n", "Code\n", " \r\n\t"])
  func empty(text: String) throws {
    #expect(try list(text).codes.isEmpty)
  }

  @Test("duplicates and order stay")
  func order() throws {
    #expect(try list("b\na\nb\n").codes == ["b", "a", "b"])
  }

  @Test("every cut of a file is read without a trap")
  func cuts() throws {
    let text = Array("sep=;\r\n\"a\"\"b\";\"c\r\nd\"\r\n\"x\r\n;;\"\"\n".utf8)
    for end in 0...text.count { _ = try CodeListReader.read(Array(text[..<end])) }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    split(separator: " ", omittingEmptySubsequences: false).drop(while: \.isEmpty)
      .reversed().drop(while: \.isEmpty).reversed().joined(separator: " ")
  }
}
