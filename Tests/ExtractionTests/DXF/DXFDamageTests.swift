import Testing

@testable import Extraction

struct DXFDamageTests {
  /// A drawing with everything in it.
  private static var sample: DXFBuilder {
    var dxf = DXFBuilder()
    dxf.layer("OFF", color: -7)
    dxf.tables += DXFBuilder.tags("0 BLOCK_RECORD|5 1A|2 *Paper_Space")
    dxf.block("B", "0 TEXT|8 0|40 1|50 30|1 HOLE-1|0 ATTDEF|8 0|40 1|1 d|2 T|70 2")
    dxf.block("A", "0 INSERT|8 0|2 B|10 5|20 5|41 2|50 30|70 2|71 2|44 9|45 9")
    dxf.add("0 INSERT|8 OFF|2 A|10 1|20 1|210 0|220 0.5|230 -1|0 TEXT|8 0|72 5|11 9|40 1|1 %%c5")
    dxf.add("0 MTEXT|8 0|40 2|41 5|3 {\\H2x;\\S1^2; x|1 \\fArial;a\\PB}|0 LWPOLYLINE|10 1|20 2")
    dxf.add("0 DIMENSION|8 0|2 *D|42 5|1 a<>b|0 ACAD_TABLE|8 0|141 2|142 3|171 1|1 c")
    dxf.add("0 MULTILEADER|8 0|300 CONTEXT_DATA{|304 T|41 2|301 }|0 TEXT|8 0|67 1|40 1|1 P")
    dxf.objects += DXFBuilder.tags("0 LAYOUT|100 AcDbLayout|71 1|330 1A|14 0|24 0|15 9|25 9")
    return dxf
  }

  @Test("a file cut at any byte never traps", arguments: [true, false])
  func cuts(isBinary: Bool) {
    let whole = isBinary ? Self.sample.buildBinary() : Self.sample.build()
    var extractor = Extractor()
    for end in 0..<whole.count {
      _ = try? extractor.extract(Array(whole[..<end]), name: "a", deadline: .none) { _ in }
    }
  }

  @Test("what stands before a cut is read, and the cut is told")
  func cutIsTold() throws {
    var dxf = DXFBuilder()
    dxf.add("0 TEXT|8 0|40 1|1 HOLE-1|0 TEXT|8 0|40 1|20 9|1 HOLE-2")
    let whole = dxf.build()
    var extractor = Extractor()
    var found: [String] = []
    let summary = try extractor.extract(
      Array(whole[..<(whole.count - 40)]), name: "a", deadline: .none
    ) { found += $0.texts }
    #expect(found.first == "HOLE-1" && summary.repairs.count == 1)
  }

  @Test("damaged files never trap", arguments: [true, false])
  func mutations(isBinary: Bool) {
    let sound = isBinary ? Self.sample.buildBinary() : Self.sample.build()
    var random = SplitMix(state: isBinary ? 20_260_121 : 20_260_122)
    var extractor = Extractor()
    for _ in 0..<1500 {
      var bytes = sound
      for _ in 0...Int(random.next() % 8) {
        let at = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: bytes[max(0, at - 30)..<at], at: at)
        default: bytes[at] = Array("0123456789-.e\n\\;{}^%".utf8)[Int(random.next() % 20)]
        }
      }
      _ = try? extractor.extract(bytes, name: "a", deadline: .none) { page in
        #expect(page.marks.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.advance.isFinite })
        #expect(page.width.isFinite && page.height.isFinite && page.width <= 14_401)
      }
    }
  }

  @Test("blocks in a circle end, and numbers without measure do no harm")
  func circles() throws {
    var dxf = DXFBuilder()
    dxf.block("A", "0 TEXT|8 0|40 1|1 HOLE-1|0 INSERT|8 0|2 B|10 0|20 0")
    dxf.block("B", "0 INSERT|8 0|2 A|10 9|20 9|0 INSERT|8 0|2 B|10 5|20 5")
    dxf.add("0 INSERT|8 0|2 A|10 0|20 0|0 INSERT|8 0|2 NONE|10 1e400|20 nan|41 1e300")
    dxf.add("0 TEXT|8 0|10 1e308|20 -1e308|40 1e300|50 1e300|1 FAR|0 TEXT|8 0|70 99999999999|1 X")
    #expect(try pages(dxf.build()).first?.texts.contains("HOLE-1") == true)
  }

  @Test("a bomb of blocks is too large, not endless")
  func bomb() {
    var dxf = DXFBuilder()
    dxf.block("B0", "0 TEXT|8 0|40 1|1 HOLE-1")
    for level in 1..<20 {
      let inner = "0 INSERT|8 0|2 B\(level - 1)|10 \(level)|20 0|70 99|71 99|44 1|45 1"
      dxf.block("B\(level)", inner)
    }
    dxf.add("0 INSERT|8 0|2 B19|10 0|20 0")
    var limits = Limits()
    limits.pageScalars = 20_000
    var extractor = Extractor(limits: limits)
    do {
      _ = try extractor.extract(dxf.build(), name: "a", deadline: .none) { _ in }
      Issue.record("read to the end")
    } catch {
      #expect(error.kind == "too_large")
    }
  }
}
