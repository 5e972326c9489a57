import Testing

@testable import Extraction

private func kind(_ bytes: [UInt8], _ limits: Limits = Limits()) -> String {
  do {
    return try Reading(bytes, limits: limits).format.rawValue
  } catch let error as ExtractionError {
    return error.kind
  } catch {
    return "other"
  }
}

struct ArchiveTests {
  @Test("every document of an archive is read, in order, as an attachment")
  func members() throws {
    let word = try OfficeSample.word("<w:p><w:r><w:t>WORD-1</w:t></w:r></w:p>")
    let zip = try OfficeSample.zip(bytes: [
      ("b.txt", Array("TEXT-1".utf8)), ("d/", []), ("d/a.docx", word),
      ("__MACOSX/x", [1]), (".hidden", [1]), ("scan.png", [0x89, 0x50, 0x4E, 0x47, 0, 0]),
      ("x.bin", [0, 1, 2, 3]),
    ])
    let reading = try Reading(zip, name: "a.pdf")
    #expect(reading.format == .zip)
    #expect(reading.pages == [["TEXT-1"], ["WORD-1"], [], []])
    #expect(reading.verdicts == [.text, .text, .scanned, .undecodable])
    #expect(reading.kinds["WORD-1"] == .attachment)
  }

  @Test("nesting is bounded, and what is not reached is told")
  func nesting() throws {
    var bytes = Array("DEEP".utf8)
    for _ in 0..<6 { bytes = try OfficeSample.zip(bytes: [("a", bytes)]) }
    let reading = try Reading(bytes)
    #expect(reading.runs.isEmpty && reading.verdicts == [.undecodable])
    var limits = Limits()
    limits.attachments = 6
    #expect(try Reading(bytes, limits: limits).runs == ["DEEP"])
  }

  @Test("all that is unpacked counts against one bound")
  func bombs() throws {
    var limits = Limits()
    limits.inflatedBytes = 100_000
    let blank = [UInt8](repeating: 0x20, count: 60_000)
    let two = try OfficeSample.zip(bytes: [("a", blank), ("b", blank)])
    #expect(kind(two, limits) == "too_large")
    let inner = try OfficeSample.zip(bytes: [("a", blank)])
    let nested = try OfficeSample.zip(bytes: [("a", inner), ("b", inner)])
    #expect(kind(nested, limits) == "too_large")
    limits.operators = 1000
    let rows = String(repeating: "<row><c><v>1</v></c></row>", count: 1000)
    let long = try OfficeSample.workbook(rows)
    #expect(kind(long, limits) == "too_large")
  }

  @Test("old and encrypted office files say what to do")
  func compound() throws {
    let start: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    func wide(_ text: String) -> [UInt8] { text.utf8.flatMap { [$0, 0] } }
    #expect(kind(start + wide("EncryptedPackage")) == "encrypted")
    #expect(kind(start + wide("WordDocument")) == "unreadable")
    let binary = try OfficeSample.zip([("[Content_Types].xml", "<T/>"), ("xl/workbook.bin", "x")])
    #expect(kind(binary) == "unreadable")
    #expect(kind([0x50, 0x4B, 5, 6]) == "unreadable")
  }

  @Test("damaged files never trap")
  func mutations() throws {
    let cell = "<c r='A1' t='s' s='1'><v>0</v></c><c r='ZZ9'><v>1e300</v></c>"
    let texts = [
      "<svg viewBox='0 0 9 9'><g transform='rotate(4)'><text x='1 2 3' rotate='5' id='a'>A&amp;B"
        + "<tspan dy='3'>C</tspan></text><use href='#a'/></g></svg>",
      "<html><p class='x' hidden>A&eacute;<table><tr><td>B</td></tr></table><!-- c --></html>",
      "From: a\nTo: =?utf-8?q?b=20?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        + "Content-Transfer-Encoding: base64\n\nSE9M\n--x--\n",
      "<office:document><text:p>A<text:s text:c='9'/><text:note>B</text:note></text:p><table:table>"
        + "<table:table-row><table:table-cell table:number-columns-repeated='3'><text:p>x</text:p>"
        + "</table:table-cell></table:table-row></table:table></office:document>",
      "<w:wordDocument><w:p><w:r><w:t>A</w:t><w:txbxContent><w:p/></w:txbxContent></w:r></w:p>"
        + "<w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:wordDocument>",
    ].map { Array($0.utf8) }
    let packages = [
      try OfficeSample.workbook("<sheetData><row>\(cell)</row></sheetData>"),
      try OfficeSample.presentation(["<p:sld><a:p><a:t>A</a:t></a:p></p:sld>"]),
      try OfficeSample.openDocument("text", "<text:p>A</text:p>"),
    ]
    var state: UInt64 = 20_260_120
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let letters = Array("<>/='\"&;:#-0123456789eE% \n".utf8)
    var extractor = Extractor()
    for sound in texts + packages {
      for _ in 0..<400 {
        var bytes = sound
        for _ in 0...random(6) {
          let at = random(bytes.count)
          switch random(4) {
          case 0: bytes[at] = UInt8(random(256))
          case 1: if bytes.count > 1 { bytes.remove(at: at) }
          case 2: bytes.insert(contentsOf: bytes[max(0, at - 20)..<at], at: at)
          default: bytes[at] = letters[random(letters.count)]
          }
        }
        _ = try? extractor.extract(bytes, name: "a", deadline: .none) { _ in }
      }
    }
  }
}
