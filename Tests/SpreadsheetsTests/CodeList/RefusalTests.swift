import Codec
import Testing

@testable import Spreadsheets

@Suite("files that are no readable list")
struct RefusalTests {
  private func failure(_ bytes: [UInt8]) -> CodeListError? {
    do throws(CodeListError) {
      _ = try CodeListReader.read(bytes)
      return nil
    } catch { return error }
  }

  /// A compound file with one name in its directory.
  private func compound(_ name: String) -> [UInt8] {
    let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let title = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return magic + [UInt8](repeating: 0, count: 1_144) + title + [0, 0]
  }

  @Test("old, encrypted and foreign workbooks say what to do")
  func otherWorkbooks() throws {
    #expect(failure(compound("Workbook"))?.description.contains("save it as .xlsx") == true)
    #expect(failure(compound("EncryptedPackage")) == .encryptedWorkbook)
    #expect(failure(compound("WordDocument")) == .unknownFormat)
    let sheet = "application/vnd.oasis.opendocument.spreadsheet"
    #expect(failure(try archive([("mimetype", sheet)]))?.description.contains(".ods") == true)
    #expect(failure(try archive([("xl/workbook.bin", "")]))?.description.contains("xlsb") == true)
    #expect(CodeListReader.kind(of: compound("EncryptedPackage")) == .workbook)
    #expect(CodeListReader.kind(of: compound("WordDocument")) == nil)
  }

  @Test(
    "documents, images and archives are no lists",
    arguments: [
      "%PDF-1.7\n1 0 obj", "%!PS-Adobe", "{\\rtf1 a}", "<?xml version=\"1.0\"?><a/>",
      "  0\r\nSECTION\r\n  2\r\nHEADER", "\u{89}PNG\r\n\u{1A}\n\u{0}\u{0}", "a\u{0}b",
    ])
  func documents(text: String) {
    #expect(failure(Array(text.utf8)) == .unknownFormat)
    #expect(CodeListReader.kind(of: Array(text.utf8)) == nil)
  }

  @Test("a plain archive is no list")
  func plainArchive() throws {
    let bytes = try archive([("a.pdf", "%PDF-1.7")])
    #expect(CodeListReader.kind(of: bytes) == nil)
    #expect(failure(bytes) == .unknownFormat)
  }

  @Test("codes that begin with PK are codes")
  func notAnArchive() throws {
    #expect(try CodeListReader.read(Array("PK-1\nPK-2".utf8)).codes == ["PK-1", "PK-2"])
  }

  @Test("a document type is refused, so no entity can grow")
  func entities() throws {
    var fixture = WorkbookFixture(texts: ["a"])
    fixture.workbook = "<!DOCTYPE a [<!ENTITY b \"bbbb\">]>" + fixture.workbook
    #expect(failure(try fixture.bytes) == .damaged("xl/workbook.xml"))
  }

  @Test("a part that inflates over the limit is refused")
  func bomb() throws {
    let bytes = try archive([("xl/a.xml", String(repeating: " ", count: 100_000))])
    let archive = try ZipReader(bytes)
    #expect(bytes.count < 1_000)
    #expect(throws: CodeListError.tooLarge(what: "bytes in xl/a.xml", limit: 99_999)) {
      _ = try WorkbookPackage(archive, partLimit: 99_999).part("xl/a.xml")
    }
    #expect(try WorkbookPackage(archive, partLimit: 100_000).part("xl/a.xml") != nil)
  }

  @Test("more codes than the limit are refused")
  func tooMany() throws {
    var column = FirstColumn<String>(limit: 2)
    try column.add("x", column: 1)
    try column.add("a", column: 0)
    try column.add("b", column: 0)
    try column.add("other", column: 1)
    #expect(throws: CodeListError.tooLarge(what: "number of codes", limit: 2)) {
      try column.add("c", column: 0)
    }
  }

  @Test(
    "places in the shared strings that don't exist are damage",
    arguments: ["7", "-1", "9999999", "99999999999999999999"])
  func sharedIndex(index: String) throws {
    var fixture = WorkbookFixture(["<c t=\"s\"><v>\(index)</v></c>"])
    fixture.sharedStrings = "<si><t>a</t></si>"
    let bytes = try fixture.bytes
    // One too long for a number is no value.
    #expect((failure(bytes) != nil) == (index.count < 20))
  }

  @Test("no damage to a workbook traps")
  func damage() throws {
    var fixture = WorkbookFixture(["<c r=\"A1\" t=\"s\"><v>0</v></c><c s=\"1\"><v>1.5</v></c>"])
    fixture.sharedStrings = "<si><r><t>a_x0041_b</t></r></si>"
    fixture.styles = "<numFmts><numFmt numFmtId=\"9\" formatCode=\"0.0\"/></numFmts>"
    let bytes = try fixture.bytes
    for index in bytes.indices {
      var broken = bytes
      broken[index] ^= UInt8(1 << (index % 8))
      _ = failure(broken)
      if index % 7 == 0 { _ = failure(Array(bytes[..<index])) }
    }
  }

  @Test("no damage to a sheet's markup traps")
  func damagedMarkup() throws {
    let row =
      "<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>a&amp;&#65;</t></is></c></row>"
    let sheet = Array("<?xml?><!-- c --><worksheet><sheetData>\(row)</sheetData></worksheet>".utf8)
    for index in sheet.indices {
      for replacement in Array("<>&\"/;! ".utf8) {
        var broken = sheet
        broken[index] = replacement
        var reader = SheetScanner(XMLScanner(broken), part: "s", styles: WorkbookStyles())
        try? reader.run()
      }
      var cut = SheetScanner(
        XMLScanner(Array(sheet[..<index])), part: "s", styles: WorkbookStyles())
      try? cut.run()
    }
  }
}
