import Testing

@testable import Extraction

private func read(_ content: String) throws -> Reading {
  let svg = """
    <?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C" "x" [<!ENTITY a "b>c">]>
    <svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">\(content)</svg>
    """
  return try Reading(Array(svg.utf8))
}

struct SVGTests {
  @Test("spans join where they follow one another")
  func spans() throws {
    let reading = try read(
      "<text x='10' y='20'>HO<tspan font-weight='bold'>LE</tspan>-1</text><text x='10' y='60'>B</text>"
    )
    #expect(reading.format == .svg)
    #expect(reading.runs == ["HOLE-1", "B"])
  }

  @Test("text placed letter by letter joins to words")
  func lists() throws {
    let x = (0..<6).map { "\(10 + 9 * $0)" }.joined(separator: " ")
    #expect(try read("<text x='\(x)' y='20' font-size='14'>HOLE-1</text>").runs == ["HOLE-1"])
    let letters = Array("HOLE-1").enumerated().map {
      "<tspan x='\(10 + 9 * $0.offset)' y='20'>\($0.element)</tspan>"
    }
    #expect(try read("<text font-size='14'>\(letters.joined())</text>").runs == ["HOLE-1"])
  }

  @Test("columns far apart are runs of their own")
  func columns() throws {
    #expect(
      try read("<text y='20'><tspan x='10'>HOLE</tspan><tspan x='150'>-1</tspan></text>").runs == [
        "HOLE", "-1",
      ])
  }

  @Test("transformations, and the place in points")
  func transforms() throws {
    let svg = """
      <svg width="100" height="100"><g transform="translate(40,80) rotate(-90)">\
      <text font-size="10">UP-1</text></g></svg>
      """
    var extractor = Extractor()
    _ = try extractor.extract(Array(svg.utf8), name: "a", deadline: .none) { page in
      #expect(page.width == 75 && page.runs.count == 1)
      #expect(page.text(of: page.runs[0].range) == "UP-1")
      #expect(abs(page.angle(of: page.runs[0]) - 90) < 0.01)
      #expect(abs(page.marks[0].x - 30) < 0.01 && abs(page.marks[0].y - 60) < 0.01)
    }
  }

  @Test("what is used is read each time, definitions by themselves are not; loops end")
  func uses() throws {
    let content = """
      <defs><g id="a"><text>USED</text></g><text id="n">NOT</text></defs>\
      <use href="#a" x="10" y="50"/><use xlink:href="#a" x="10" y="90"/>\
      <g id="loop"><text y="200">LOOP</text><use href="#loop" y="1"/></g>
      """
    let runs = try read(content).runs
    #expect(runs.filter { $0 == "USED" }.count == 2)
    #expect(runs.contains("LOOP") && !runs.contains("NOT"))
  }

  @Test("what is not seen is read and flagged")
  func hidden() throws {
    let content = """
      <style>.off{display:none}</style><text y="20">SEEN</text><g class="off"><text y="60">A</text></g>\
      <text y="90" visibility="hidden">B</text><text y="120" style="fill:none">C</text>
      """
    let reading = try read(content)
    #expect(reading.runs == ["SEEN", "A", "B", "C"])
    #expect(reading.hidden == ["A", "B", "C"])
  }

  @Test("outlines and pictures without text are told")
  func verdicts() throws {
    let path = "<path d='\(String(repeating: "M0 0L1 1", count: 90))'/>"
    #expect(try read(path).verdicts == [.outlines])
    #expect(try read("<image width='400' height='400' href='x.png'/>").verdicts == [.scanned])
    #expect(try read("").verdicts == [.empty])
  }
}
