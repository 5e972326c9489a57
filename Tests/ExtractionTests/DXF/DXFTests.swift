import Testing

@testable import Extraction

/// The texts of a drawing that has these entities.
private func texts(_ entities: String, prepare: (inout DXFBuilder) -> Void = { _ in }) throws
  -> [String]
{
  var dxf = DXFBuilder()
  prepare(&dxf)
  dxf.add(entities)
  return try pages(dxf.build()).first?.texts ?? []
}

struct DXFTests {
  @Test("ASCII with any line ends, comments before it, binary of both kinds: all read the same")
  func forms() throws {
    var dxf = DXFBuilder()
    dxf.add("0 TEXT|8 0|10 5|20 5|40 2.5|1 HOLE-1")
    let line = Array("999\nmade by a program\n".utf8)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for bytes in [
      dxf.build(), dxf.build(lineEnd: "\n"), dxf.build(lineEnd: "\r"),
      line + dxf.build(lineEnd: "\n"), mark + dxf.build(), dxf.buildBinary(),
      dxf.buildBinary(wideCodes: false),
    ] {
      var extractor = Extractor()
      let summary = try extractor.extract(bytes, name: "a.pdf", deadline: .none) { page in
        #expect(page.texts == ["HOLE-1"])
        #expect(page.verdict == .text && page.number == 1)
      }
      #expect(summary.format == .dxf && summary.pages == 1 && summary.repairs.isEmpty)
    }
  }

  @Test("the codes of a line of text")
  func lineCodes() throws {
    for (raw, read) in [
      ("%%c20%%p0.1", "Ø20±0.1"), ("45%%d", "45°"), ("%%uHOLE-1%%u", "HOLE-1"), ("100%%%", "100%"),
      ("%%065B", "AB"), ("%%6", "%%6"), ("\\U+00D820", "Ø20"), ("\\U+D835\\U+DEFC", "𝛼"),
      ("\\M+18260", "Ａ"), ("A^ B", "A^B"), ("A^JB", "A B"), ("  A   B ", "A B"), ("C:\\P", "C:\\P"),
      ("\\U+12", "\\U+12"),
    ] {
      #expect(try texts("0 TEXT|8 0|40 1|1 \(raw)") == [read], "\(raw)")
    }
    #expect(try texts("0 TEXT|8 0|40 1|1 A^IB") == ["A", "B"])
    #expect(try texts("0 TEXT|8 0|40 1|1 A     B") == ["A", "B"])
  }

  @Test("the codes of paragraphs")
  func paragraphCodes() throws {
    for (raw, read) in [
      ("A\\PB", ["A", "B"]), ("A\\~B", ["A B"]), ("{\\fArial;HOLE}-1", ["HOLE-1"]),
      ("\\H2.5x;A\\H3;B", ["AB"]), ("\\W0.8;\\T1.2;\\Q15;A", ["A"]), ("\\C1;A\\c255;B", ["AB"]),
      ("\\A1;A\\LB\\l\\OC\\o\\KD\\k", ["ABCD"]), ("\\pi0,l2,t4;A", ["A"]),
      ("\\S1/2;\"", ["1/2\""]), ("7\\S1#2;", ["7 1/2"]), ("20\\S+0.1^-0.2;", ["20 +0.1 -0.2"]),
      ("m\\S2^ ;", ["m2"]), ("\\{A\\}\\\\B", ["{A}\\B"]), ("%%c5 \\U+2205", ["Ø5 ∅"]),
      ("A\\XB\\NC", ["A", "B", "C"]), ("{\\Fgdt;n}20", ["Ø20"]), ("}}{A{B", ["AB"]),
      ("\\S1/2", ["1/2"]), ("\\fArial", ["\\fArial"]), ("A\\", ["A\\"]), ("A^JB", ["A", "B"]),
    ] {
      #expect(try texts("0 MTEXT|8 0|40 1|1 \(raw)") == read, "\(raw)")
    }
  }

  @Test("long paragraphs are put together, across characters and codes")
  func chunks() throws {
    var dxf = DXFBuilder()
    dxf.add("0 MTEXT|8 0|40 1|3 HOLE-|3 1\\|1 PHOLE-2|101 Embedded Object|1 no|10 9")
    #expect(try pages(dxf.build()).first?.texts == ["HOLE-1", "HOLE-2"])
  }

  @Test("bytes are read by the drawing's code page, or as UTF-8 from R2007 on")
  func codePages() throws {
    for (version, page, bytes, read) in [
      ("AC1015", "ANSI_1252", [0xD8, 0x32], "Ø2"), ("AC1015", "ANSI_1251", [0xC0], "А"),
      ("AC1015", "ANSI_932", [0x83, 0x5C], "ソ"), ("AC1021", "ANSI_1252", [0xC3, 0x98], "Ø"),
      ("AC1015", "ANSI_1252", [0xC3, 0x98, 0x32], "Ø2"), ("AC1032", "ANSI_1252", [0xD8], "Ø"),
      ("AC1009", "dos850", [0x9D], "Ø"), ("AC1015", "ansi_936", [0xB9, 0xDC], "管"),
    ] as [(String, String, [UInt8], String)] {
      var dxf = DXFBuilder()
      dxf.version = version
      dxf.codePage = page
      dxf.add("0 TEXT|8 0|40 1|1 @")
      var file = dxf.build()
      let at = try #require(file.firstIndex(of: 0x40))
      file.replaceSubrange(at...at, with: bytes)
      #expect(try pages(file).first?.texts == [read], "\(page)")
    }
  }

  @Test("attributes are read where they stand; definitions in blocks only where constant")
  func attributes() throws {
    let found = try texts(
      "0 INSERT|8 0|2 TAG|10 50|20 0|66 1|0 ATTRIB|8 0|10 50|20 1|40 1|1 HOLE-1|2 CODE|70 0"
        + "|0 ATTRIB|8 0|10 50|20 3|40 1|1 HIDDEN|2 X|70 1|0 SEQEND"
    ) { dxf in
      dxf.block(
        "tag",
        "0 ATTDEF|8 0|40 1|1 default|2 CODE|70 0|0 ATTDEF|8 0|20 5|40 1|1 FIXED|2 CONST|70 2")
    }
    #expect(found == ["FIXED", "HOLE-1", "HIDDEN"])
    #expect(try texts("0 ATTDEF|8 0|40 1|1 default|2 CODE|70 0") == ["CODE"])
    let multi =
      "0 ATTRIB|8 0|40 1|1 first|2 N|70 0|101 Embedded Object|10 1|20 1|40 1|1 first\\Psecond"
    #expect(try texts(multi) == ["first", "second"])
  }

  @Test("dimensions show their block, else their text or the measured value")
  func dimensions() throws {
    let block: (inout DXFBuilder) -> Void = {
      $0.block("*D1", "0 MTEXT|8 0|10 3|20 3|40 1|1 1250")
    }
    #expect(try texts("0 DIMENSION|8 0|2 *D1|42 1250.0|1 ", prepare: block) == ["1250"])
    #expect(try texts("0 DIMENSION|8 0|2 *D9|11 4|21 5|42 12.5") == ["12.5"])
    #expect(try texts("0 DIMENSION|8 0|42 12.5|1 L=<> TYP") == ["L=12.5 TYP"])
    #expect(try texts("0 DIMENSION|8 0|70 36|42 5") == ["R5"])
    #expect(try texts("0 DIMENSION|8 0|42 12.5|1  ").isEmpty)
  }

  @Test("leaders, tables and tolerances")
  func others() throws {
    let leader =
      "0 MULTILEADER|8 0|300 CONTEXT_DATA{|41 2|12 5|22 6|304 HOLE-1\\PHOLE-2|302 LEADER{"
      + "|304 LEADER_LINE{|10 1|305 }|303 }|301 }|302 ATT-1"
    #expect(try texts(leader) == ["HOLE-1", "HOLE-2", "ATT-1"])
    let table =
      "0 ACAD_TABLE|8 0|2 *T1|10 0|20 9|91 2|92 2|141 3|141 3|142 20|142 20"
      + "|171 1|1 A1|171 1|301 CELL_VALUE|302 B1|304 }|171 1|1 A2|171 1|1 B2"
    var dxf = DXFBuilder()
    dxf.add(table)
    let page = try #require(try pages(dxf.build()).first)
    #expect(page.texts == ["A1", "B1", "A2", "B2"])
    #expect(page.marks[0].x < page.marks[2].x && page.marks[0].y < page.marks[4].y)
    #expect(
      try texts("0 TOLERANCE|8 0|10 0|20 0|1 {\\Fgdt;j}%%v{\\Fgdt;n}0.1%%vA%%v%%v") == ["⌖ Ø0.1 A"])
  }

  @Test("model space is page 1, each layout one more, in the order of their tabs")
  func layouts() throws {
    var dxf = DXFBuilder()
    dxf.tables += DXFBuilder.tags(
      "0 BLOCK_RECORD|5 1A|2 *Paper_Space|0 BLOCK_RECORD|5 1b|2 *Paper_Space0")
    dxf.block("*Paper_Space", "0 LINE|8 0")
    dxf.block("*PAPER_SPACE0", "0 TEXT|8 0|40 1|1 SHEET-A")
    dxf.add("0 TEXT|8 0|40 1|1 MODEL|0 TEXT|8 0|67 1|40 1|1 SHEET-B")
    for (handle, order) in [("1A", 2), ("1B", 1)] {
      dxf.objects += DXFBuilder.tags(
        "0 LAYOUT|330 D|100 AcDbPlotSettings|1 x|100 AcDbLayout|1 Tab|71 \(order)|330 \(handle)")
    }
    #expect(try pages(dxf.build()).map(\.texts) == [["MODEL"], ["SHEET-A"], ["SHEET-B"]])
    var old = DXFBuilder()
    old.version = "AC1009"
    old.add("0 TEXT|8 0|40 1|1 MODEL|0 TEXT|8 0|67 1|40 1|1 PAPER")
    #expect(try pages(old.build()).map(\.texts) == [["MODEL"], ["PAPER"]])
  }

  @Test("a drawing that never was measured is as large as what is in it")
  func extents() throws {
    var dxf = DXFBuilder()
    dxf.header = DXFBuilder.tags("9 $EXTMIN|10 1e10|20 1e10|9 $EXTMAX|10 -1e10|20 -1e10")
    dxf.add("0 TEXT|8 0|10 5|20 5|40 10|1 HOLE-1|0 LINE|8 0|10 0|20 0|11 1000|21 800")
    let page = try #require(try pages(dxf.build()).first)
    #expect(page.width == 1000 && page.height == 800)
    dxf.header = DXFBuilder.tags("9 $EXTMIN|10 0|20 0|9 $EXTMAX|10 2000|20 900")
    #expect(try pages(dxf.build()).first?.width == 2000)
  }

  @Test("a page without text is told as PDF's are")
  func verdicts() throws {
    var dxf = DXFBuilder()
    #expect(try pages(dxf.build()).map(\.verdict) == [.empty])
    for x in 0..<100 { dxf.add("0 LINE|8 0|10 \(x)|20 0|11 \(x)|21 9") }
    #expect(try pages(dxf.build()).map(\.verdict) == [.outlines])
  }

  @Test("a DWG says its version and what to export")
  func dwg() {
    for (start, word) in [("AC1032\0\0", "AC1032 (2018)"), ("AC1.50\0", "AC1.50")] {
      do {
        _ = try pages(Array(start.utf8) + [1, 2])
        Issue.record("read a DWG")
      } catch let error as ExtractionError {
        #expect(error.kind == "unreadable")
        #expect(error.message.contains(word) && error.message.contains("PDF or DXF"))
      } catch {
        Issue.record("another error")
      }
    }
  }
}
