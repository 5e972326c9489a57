import Testing

@testable import Extraction

private func sheet(_ entities: String, prepare: (inout DXFBuilder) -> Void = { _ in }) throws
  -> Page
{
  var dxf = DXFBuilder()
  // A sheet of 1000 by 800, so that a unit is a point.
  prepare(&dxf)
  dxf.add(entities + "|0 LINE|8 0|10 0|20 0|11 1000|21 800")
  return try #require(try pages(dxf.build()).first)
}

/// Where the first run begins, in drawing units.
private func origin(_ page: Page) -> [Float] {
  guard let mark = page.marks.first else { return [] }
  return [mark.x.rounded(), (800 - mark.y).rounded()]
}

private func angle(_ page: Page) -> Double {
  page.runs.first.map { page.angle(of: $0).rounded() } ?? -1
}

struct DXFPlacementTests {
  @Test("coordinates are flipped, a unit is a point")
  func placing() throws {
    let page = try sheet("0 TEXT|8 0|10 100|20 200|40 10|1 AB")
    #expect(page.width == 1000 && page.height == 800)
    #expect(origin(page) == [100, 200] && angle(page) == 0)
    #expect(page.runs[0].up == Page.Vector(dx: 0, dy: -10))
    let box = page.bounds(of: page.runs[0].range, in: page.runs[0])
    #expect(box.y0 == 590 && box.x0 == 100)
  }

  @Test("rotation, width factor, slant and mirroring")
  func styles() throws {
    #expect(angle(try sheet("0 TEXT|8 0|10 100|20 200|40 10|50 30|1 AB")) == 30)
    let plain = try sheet("0 TEXT|8 0|10 1|20 2|40 10|1 AB").marks[0].advance
    let narrow = try sheet("0 TEXT|8 0|10 1|20 2|40 10|41 0.5|1 AB").marks[0].advance
    #expect(abs(narrow * 2 - plain) < 0.01)
    let slanted = try sheet("0 TEXT|8 0|10 100|20 200|40 10|51 45|1 AB").runs[0]
    #expect(abs(slanted.up.dx - 10) < 0.01 && abs(slanted.up.dy + 10) < 0.01)
    #expect(abs(angle(try sheet("0 TEXT|8 0|10 500|20 200|40 10|71 2|1 AB"))) == 180)
    let flipped = try sheet("0 TEXT|8 0|10 100|20 200|40 10|71 4|1 AB").runs[0]
    #expect(flipped.up.dy == 10)
  }

  @Test("alignment is around the second point, or between the two")
  func alignment() throws {
    for (codes, x, y) in [
      ("72 2|11 300|21 100", Float(280), Float(100)), ("72 1|11 300|21 100", 290, 100),
      ("72 0|73 3|11 300|21 100", 300, 90), ("72 4|11 300|21 100", 290, 95),
    ] {
      // Two capitals of 718 thousandths of the em in width would be 20 wide; A and V are 667 each.
      let page = try sheet("0 TEXT|8 0|10 1|20 1|40 10|\(codes)|1 AA")
      let found = origin(page)
      #expect(abs(found[0] - x) <= 2 && abs(found[1] - y) <= 1, "\(codes)")
    }
    let fit = try sheet("0 TEXT|8 0|10 100|20 100|11 100|21 300|40 10|72 5|1 AA")
    #expect(angle(fit) == 90 && abs(fit.marks[0].advance - 100) < 0.1)
    #expect(abs(fit.runs[0].up.dx + 10) < 0.01)
  }

  @Test("paragraphs by attachment, direction and width")
  func paragraphs() throws {
    #expect(origin(try sheet("0 MTEXT|8 0|10 100|20 200|40 10|71 1|1 AB")) == [100, 190])
    #expect(origin(try sheet("0 MTEXT|8 0|10 100|20 200|40 10|71 7|1 AB")) == [100, 200])
    #expect(angle(try sheet("0 MTEXT|8 0|10 100|20 200|40 10|11 0|21 1|1 AB")) == 90)
    #expect(angle(try sheet("0 MTEXT|8 0|10 100|20 200|40 10|50 45|1 AB")) == 45)
    // Broken at a space, and still one run.
    let wrapped = try sheet("0 MTEXT|8 0|10 100|20 200|40 10|41 30|1 AAA BBB")
    #expect(wrapped.texts == ["AAA BBB"] && wrapped.marks[4].y > wrapped.marks[0].y)
    #expect(wrapped.marks[4].x == wrapped.marks[0].x)
  }

  @Test("blocks are moved, scaled, turned, repeated and nested")
  func blocks() throws {
    let tag: (inout DXFBuilder) -> Void = {
      $0.block("TAG", "0 TEXT|8 0|10 15|20 5|40 2|1 HOLE-1", base: "10 5|20 5")
      $0.block("OUTER", "0 INSERT|8 0|2 TAG|10 100|20 0")
    }
    #expect(origin(try sheet("0 INSERT|8 0|2 tag|10 100|20 200", prepare: tag)) == [110, 200])
    let scaled = try sheet("0 INSERT|8 0|2 TAG|10 100|20 200|41 2|42 3|50 90", prepare: tag)
    #expect(origin(scaled) == [100, 220] && angle(scaled) == 90)
    #expect(abs(scaled.runs[0].up.dx + 6) < 0.01)
    let nested = try sheet("0 INSERT|8 0|2 OUTER|10 100|20 200", prepare: tag)
    #expect(origin(nested) == [210, 200])
    let array = try sheet(
      "0 INSERT|8 0|2 TAG|10 0|20 100|70 3|71 2|44 100|45 50", prepare: tag)
    #expect(array.texts == Array(repeating: "HOLE-1", count: 6))
    #expect(array.runs.map { array.marks[$0.range.lowerBound].x } == [10, 110, 210, 10, 110, 210])
  }

  @Test("an extrusion that points down mirrors")
  func extrusion() throws {
    let page = try sheet("0 TEXT|8 0|10 -300|20 200|40 10|1 AB|210 0|220 0|230 -1")
    #expect(origin(page) == [300, 200] && abs(angle(page)) == 180)
    let side = try sheet("0 TEXT|8 0|10 3|20 2|40 10|1 AB|210 1|220 0|230 0")
    #expect(side.texts == ["AB"])
  }

  @Test("layers that are off or frozen are read and flagged")
  func layers() throws {
    var dxf = DXFBuilder()
    dxf.layer("OFF", color: -7)
    dxf.layer("frozen", flags: 1)
    dxf.block("B", "0 TEXT|8 0|40 1|1 ZERO|0 TEXT|8 OWN|20 5|40 1|1 OWN")
    dxf.add("0 TEXT|8 off|40 1|1 A|0 TEXT|8 FROZEN|20 9|40 1|1 B|0 TEXT|8 0|20 3|60 1|40 1|1 C")
    dxf.add("0 INSERT|8 OFF|2 B|10 50|20 0|0 INSERT|8 FROZEN|2 B|10 90|20 0")
    let page = try #require(try pages(dxf.build()).first)
    #expect(page.texts == ["A", "B", "C", "ZERO", "OWN", "ZERO", "OWN"])
    #expect(page.visibleTexts == ["OWN"])
  }

  @Test("what is drawn twice in a place is read once; neighbours stay apart")
  func twice() throws {
    let one = "0 TEXT|8 0|10 100|20 200|40 10|1 HO"
    let next = "0 TEXT|8 0|10 114|20 200|40 10|1 LE"
    #expect(try sheet(one + "|" + one + "|" + next).texts == ["HO", "LE"])
  }
}
