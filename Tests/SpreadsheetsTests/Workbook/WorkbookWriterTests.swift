import Foundation
import FoundationXML
import Testing

@testable import Spreadsheets

@Suite("workbook writing")
struct WorkbookWriterTests {
  private let columns = [Column("File Name", width: 40), Column("Link")]

  @Test("sheets stand in order, with every part that readers look for")
  func parts() throws {
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("One", columns: columns))
      try writer.row([.text("a"), .link(text: "Open", target: "http://x/1")])
      try writer.begin(Sheet("Two", columns: columns))
    }
    #expect(
      book.parts == [
        "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
      ])
    let workbook = try book.part("xl/workbook.xml")
    #expect(
      workbook.contains("<sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Two\""))
    #expect(try book.part("[Content_Types].xml").contains("/xl/worksheets/sheet2.xml"))
    #expect(book.summary.sheets == ["One", "Two"])
    #expect(book.summary.rows == 3)
    #expect(book.summary.byteCount == book.bytes.count)
  }

  @Test("every part is well-formed XML")
  func wellFormed() throws {
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("A & 'B' <C>", columns: columns))
      try writer.row([
        .text("<&>\"'\u{1}_x0041_"), .link(text: "&", target: "http://x/?a=1&b=\"<é\u{1}>#p&\"q"),
      ])
    }
    for name in book.parts {
      let parser = XMLParser(data: Data(try book.part(name).utf8))
      #expect(parser.parse(), "\(name)")
    }
  }

  @Test("elements of a sheet stand in the order of ECMA-376-1 §18.3.1.99")
  func order() throws {
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("S", columns: columns))
      try writer.row([.link(text: "a", target: "http://x")])
    }
    let xml = try book.sheet(1)
    let order = [
      "<sheetPr>", "<sheetViews>", "<sheetFormatPr ", "<cols>", "<sheetData>", "<autoFilter ",
      "<hyperlinks>", "<pageMargins ", "<pageSetup ", "<ignoredErrors>",
    ]
    let places = try order.map { try #require(xml.range(of: $0)).lowerBound }
    #expect(places == places.sorted())
  }

  @Test("the header is bold, frozen, filtered and repeated on paper")
  func header() throws {
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("It's", columns: columns))
      for _ in 0..<3 { try writer.row([.text("a"), .text("b")]) }
    }
    let xml = try book.sheet(1)
    #expect(xml.contains("<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>File Name</t>"))
    #expect(xml.contains("<pane ySplit=\"1\" topLeftCell=\"A2\""))
    #expect(xml.contains("<autoFilter ref=\"A1:B4\"/>"))
    #expect(xml.contains("<col min=\"1\" max=\"1\" width=\"40.0\" customWidth=\"1\"/>"))
    let workbook = try book.part("xl/workbook.xml")
    #expect(workbook.contains("localSheetId=\"0\" hidden=\"1\">'It''s'!$A$1:$B$4</definedName>"))
    #expect(workbook.contains("'It''s'!$1:$1"))
  }

  @Test("a sheet without a header has neither filter nor frozen row")
  func headless() throws {
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("S", columns: columns, hasHeader: false))
      try writer.row([.text("a")])
    }
    #expect(try !book.sheet(1).contains("pane"))
    #expect(try !book.sheet(1).contains("autoFilter"))
    #expect(try !book.part("xl/workbook.xml").contains("definedName"))
  }

  @Test("the same calls give the same bytes")
  func deterministic() throws {
    func make() throws -> [UInt8] {
      try WrittenWorkbook { writer in
        try writer.begin(Sheet("S", columns: columns))
        for i in 0..<1_000 {
          try writer.row([.text("a\(i)"), .link(text: "b", target: "http://x/\(i)")])
        }
      }.bytes
    }
    #expect(try make() == make())
  }

  @Test("a full sheet goes on in another, with the header again")
  func rowLimit() throws {
    let book = try WrittenWorkbook(rows: 4) { writer in
      try writer.begin(Sheet("Matches", columns: columns))
      for i in 1...7 { try writer.row([.integer(i)]) }
    }
    #expect(book.summary.sheets == ["Matches", "Matches (2)", "Matches (3)"])
    for (number, last) in [(1, 3), (2, 6), (3, 7)] {
      #expect(try book.sheet(number).contains("File Name"))
      #expect(try book.sheet(number).contains("<v>\(last)</v>"))
      #expect(try book.sheet(number).contains("<autoFilter"))
    }
    #expect(try book.sheet(3).contains("<autoFilter ref=\"A1:B2\"/>"))
  }

  @Test("more links than Excel takes go on in another sheet")
  func linkLimit() throws {
    let book = try WrittenWorkbook(links: 3) { writer in
      try writer.begin(Sheet("M", columns: columns))
      for i in 0..<4 {
        try writer.row([
          .link(text: "a", target: "http://x/\(i)"), .link(text: "b", target: "http://y/\(i)"),
        ])
      }
      try writer.row([.text("c")])
    }
    #expect(book.summary.sheets == ["M", "M (2)", "M (3)", "M (4)"])
    for number in 1...4 {
      #expect(try book.sheet(number).components(separatedBy: "<hyperlink ").count == 3)
    }
    #expect(try book.sheet(4).contains("<t>c</t>"))
  }

  @Test("many links pass through a file and come out in order")
  func spooledLinks() throws {
    let count = 10_000
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("M", columns: columns))
      for i in 0..<count {
        try writer.row([.link(text: "a", target: "http://host.example/drawings/\(i)")])
      }
    }
    let targets = try book.part("xl/worksheets/_rels/sheet1.xml.rels")
    #expect(targets.components(separatedBy: "<Relationship ").count == count + 1)
    #expect(targets.contains("Id=\"rId10000\""))
    #expect(
      targets.contains("Target=\"http://host.example/drawings/9999\" TargetMode=\"External\""))
    #expect(
      try book.sheet(1).contains("<hyperlink ref=\"A10001\" r:id=\"rId10000\"/></hyperlinks>"))
  }

  @Test("a writer that doesn't finish leaves nothing, and an old file as it is")
  func abandoned() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.xlsx"
    try Data("old".utf8).write(to: URL(fileURLWithPath: path))
    do {
      var writer = try WorkbookWriter(path: path, title: "", created: 0)
      try writer.begin(Sheet("S", columns: columns))
      try writer.row([.text("a")])
      #expect(try folder.contents.count == 2)
    }
    #expect(try folder.contents == ["a.xlsx"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("old".utf8))
  }

  @Test("errors name the call and the path")
  func errors() throws {
    let folder = try TemporaryFolder()
    #expect {
      _ = try WorkbookWriter(path: folder.path + "/none/a.xlsx", title: "", created: 0)
    } throws: { error in
      guard case WorkbookError.system(call: "open", let path, ENOENT) = error else { return false }
      return path.contains("/none/")
    }
    #expect(throws: WorkbookError.system(call: "rename", path: folder.path, errno: EISDIR)) {
      _ = try WrittenFolder.write(to: folder.path)
    }
    #expect(throws: WorkbookError.noSheet) {
      var writer = try WorkbookWriter(path: folder.path + "/a.xlsx", title: "", created: 0)
      try writer.row([])
    }
    #expect(throws: WorkbookError.noSheet) {
      let writer = try WorkbookWriter(path: folder.path + "/a.xlsx", title: "", created: 0)
      _ = try writer.finish()
    }
    #expect(try folder.contents == [])
  }

  private enum WrittenFolder {
    static func write(to path: String) throws -> WorkbookSummary {
      var writer = try WorkbookWriter(path: path, title: "", created: 0)
      try writer.begin(Sheet("S", columns: []))
      return try writer.finish()
    }
  }

  @Test("title, author and time are those that were given")
  func properties() throws {
    let book = try WrittenWorkbook { try $0.begin(Sheet("S", columns: [])) }
    let core = try book.part("docProps/core.xml")
    #expect(core.contains("<dc:title>A &lt;report&gt;</dc:title><dc:creator>Tests</dc:creator>"))
    #expect(core.contains(">2026-01-20T03:00:00Z</dcterms:created>"))
  }
}
