import Testing

@testable import Extraction

@Suite("Predefined CMaps")
struct PredefinedCMapTests {
  /// A font with a predefined CMap, its ASCII half as wide as its other characters.
  private func font(_ encoding: String, ordering: String = "") -> [UInt8] {
    var pdf = PDFBuilder()
    let descendant = pdf.add(
      "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) "
        + "/Ordering (\(ordering)) /Supplement 0 >> /W [1 95 500 231 325 500 814 907 500 8094 8189 500 "
        + "13648 13742 500] >>")
    let font = pdf.add(
      "<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /\(encoding) "
        + "/DescendantFonts [\(descendant) 0 R] >>")
    pdf.addPage(
      content: "BT /F 10 Tf 100 700 Td <HEX> Tj ET", resources: "/Font << /F \(font) 0 R >>")
    return pdf.build()
  }

  private func runs(_ bytes: [UInt8], _ hex: String) throws -> [(text: String, box: [Float])] {
    var found: [(String, [Float])] = []
    var extractor = Extractor()
    let bytes = replace("HEX", with: hex, in: bytes)
    _ = try extractor.extract(bytes, name: "test.pdf", deadline: .none) { page in
      for run in page.runs {
        let box = page.bounds(of: run.range, in: run)
        found.append((page.text(of: run.range), [box.x0, box.x1, box.y1 - box.y0]))
      }
    }
    return found
  }

  /// What Python's codecs make of the same characters.
  static let samples = [
    ("90ms-RKSJ-H", "8d4548432d378341", "孔HC-7ア"), ("90msp-RKSJ-H", "8d4548432d37", "孔HC-7"),
    ("83pv-RKSJ-H", "8d4548432d37", "孔HC-7"), ("EUC-H", "b9a648432d37", "孔HC-7"),
    ("UniJIS-UCS2-H", "5b5400480043002d0037", "孔HC-7"),
    ("UniJIS-UTF16-H", "d842df9f00480043002d0037", "𠮟HC-7"),
    ("UniJIS2004-UTF8-H", "e5ad9448432d37", "孔HC-7"),
    ("GBK-EUC-H", "bfd748432d37", "孔HC-7"), ("GB-EUC-H", "bfd748432d37", "孔HC-7"),
    ("GBpc-EUC-H", "bfd748432d37", "孔HC-7"), ("GBK2K-H", "8139ee3948432d37", "㐀HC-7"),
    ("UniGB-UTF8-H", "e5ad9448432d37f0a08080", "孔HC-7𠀀"),
    ("ETen-B5-H", "a4d548432d37", "孔HC-7"), ("B5pc-H", "a4d548432d37", "孔HC-7"),
    ("HKscs-B5-H", "a4d548432d37", "孔HC-7"),
    ("UniCNS-UTF32-H", "00005b5400000048000000430000002d00000037", "孔HC-7"),
    ("KSCms-UHC-H", "b1b848432d37", "구HC-7"), ("KSC-EUC-H", "b1b848432d37", "구HC-7"),
    ("KSCpc-EUC-H", "b1b848432d37", "구HC-7"),
    ("UniKS-UTF16-H", "ad6c00480043002d0037", "구HC-7"),
  ]

  @Test("codes of each kind read right and have the widths of their CIDs", arguments: samples)
  func reads(name: String, hex: String, text: String) throws {
    let found = try runs(font(name), hex)
    #expect(found.map(\.text) == [text])
    let wide = text.unicodeScalars.filter { $0.value > 0x7F }.count
    let end = 100 + Float(wide) * 10 + 4 * 5
    #expect(found.first.map { abs($0.box[1] - end) < 0.1 } == true, "\(found), \(end)")
  }

  @Test("a vertical one writes down and keeps the characters")
  func vertical() throws {
    let found = try runs(font("90ms-RKSJ-V"), "8d4581698343816a48432d37")
    #expect(found.map(\.text).first?.hasPrefix("孔") == true)
    #expect(found.first.map { $0.box[2] > 40 } == true)
  }

  @Test("CIDs of each collection are read without ToUnicode")
  func collections() throws {
    for (ordering, hex, text) in [
      ("Japan1", "00290024000e0018", "HC-7"), ("GB1", "00290024000e0018", "HC-7"),
      ("CNS1", "00290024000e0018", "HC-7"), ("Korea1", "00290024000e0018", "HC-7"),
      ("Japan1", "00e8", "!"),
    ] {
      #expect(try runs(font("Identity-H", ordering: ordering), hex).map(\.text) == [text])
    }
  }

  @Test("of a map and the one it builds on, each code has one value")
  func overlay() throws {
    var top = CMap()
    for code in [2, 4, 6, 8, 10, 12] as [UInt32] { top.addIdentifiers(code, code, 100 + code) }
    top.finish()
    var base = CMap()
    base.addIdentifiers(0, 20, 0)
    base.addIdentifiers(30, .max, 30)
    base.finish()
    top.inherit(base)
    for code in (0...20) as ClosedRange<UInt32> {
      let own = (2...12).contains(code) && code % 2 == 0
      #expect(top.identifier(of: code) == (own ? 100 + code : code))
    }
    #expect(top.identifier(of: 25) == nil)
    #expect(top.identifier(of: 31) == 31)
  }

  @Test("every packed map can be unpacked")
  func all() {
    for name in PackedMaps.names {
      let item = PackedMaps.named(name)
      #expect(item?.collection != nil, "\(name)")
      let isEmpty = item.map { $0.map.identifiers.isEmpty && $0.map.characters.isEmpty }
      #expect(isEmpty == false, "\(name)")
    }
    #expect(PackedMaps.names.count > 100)
    #expect(PackedMaps.named("No-Such-H") == nil)
  }
}
