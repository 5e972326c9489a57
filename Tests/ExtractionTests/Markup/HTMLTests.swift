import Testing

@testable import Extraction

private func read(_ html: String) throws -> Reading {
  try Reading(Array("<!DOCTYPE html><html>\(html)</html>".utf8))
}

struct HTMLTests {
  @Test("inline elements join, blocks and cells separate")
  func structure() throws {
    let html = """
      <body><p>HO<b>LE</b>-1 and
        more</p><table><tr><td>HOLE</td><td>-2</td></tr></table>A<br>B<pre>C  D\nE</pre></body>
      """
    let reading = try read(html)
    #expect(reading.format == .html)
    #expect(reading.runs == ["HOLE-1 and more", "HOLE", "-2", "A", "B", "C D", "E"])
  }

  @Test("comments, scripts and styles are dropped; what is not shown is flagged")
  func dropped() throws {
    let html = """
      <style>p{}</style><script>if (a<b) "</p>"</script><!-- <p>NO</p> --><p>A<!-- x -->B</p>\
      <div style="display: none">C<div>D</div></div><p hidden>E</p><p>F</p><input value="G-1">
      """
    let reading = try read(html)
    #expect(reading.runs == ["AB", "C", "D", "E", "F", "G-1"])
    #expect(reading.hidden == ["C", "D", "E"])
    #expect(reading.kinds["G-1"] == .form)
  }

  @Test("character references")
  func entities() throws {
    let reading = try read("<p>A&amp;B&#45;C&#x2D;D&ndash;E&eacute;&Omega;&#150;&unknown;&copy</p>")
    #expect(reading.runs == ["A&B-C-D\u{2013}E\u{E9}\u{3A9}\u{2013}&unknown;\u{A9}"])
  }

  @Test("the charset is told by mark, meta, or the bytes")
  func charsets() throws {
    let latin = Array("<html><meta charset=iso-8859-1><p>Gr".utf8) + [0xF6, 0xDF] + Array("e".utf8)
    #expect(try Reading(latin).runs == ["Gr\u{F6}\u{DF}e"])
    let plain = Array("<html><p>Gr".utf8) + [0xF6, 0x80]
    #expect(try Reading(plain).runs == ["Gr\u{F6}\u{20AC}"])
    #expect(try read("<p>Gr\u{F6}").runs == ["Gr\u{F6}"])
    let wide: [UInt8] =
      [0xFF, 0xFE] + "<html><p>H\u{F6}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try Reading(wide).runs == ["H\u{F6}"])
  }
}
