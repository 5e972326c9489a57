import Foundation
import Testing

@testable import Extraction

@Suite("Letters on no common baseline")
struct ChainTests {
  /// Shows letters one by one around a circle, clockwise from an angle.
  private func arc(
    _ text: String, _ script: inout GlyphScript, radius: Double = 60, from start: Double = 150,
    extra: Double = 0
  ) {
    var way = 0.0
    for letter in text {
      let half = Double(script.width(String(letter))) / 2
      let angle = start - (way + half) / radius * 180 / .pi
      let (x, y) = (
        300 + radius * Foundation.cos(angle * .pi / 180),
        400 - radius * Foundation.sin(angle * .pi / 180)
      )
      script.turn(angle - 90)
      let lean = (angle - 90) * .pi / 180
      if letter != " " {
        script.show(
          String(letter), Float(x - half * Foundation.cos(lean)),
          Float(y + half * Foundation.sin(lean)))
      }
      way += 2 * half + extra
    }
  }

  private func stack(
    _ text: String, _ script: inout GlyphScript, x: Float = 300, top: Float = 200,
    pitch: Float = 11
  ) {
    for (index, letter) in text.enumerated() {
      script.show(String(letter), x, top + pitch * Float(index))
    }
  }

  @Test("letters along an arc are one word", arguments: [25.0, 40, 60, 120, 250])
  func arcs(radius: Double) {
    var script = GlyphScript()
    arc("HOLE-12A", &script, radius: radius)
    #expect(script.runs == ["HOLE-12A"])
  }

  @Test("a space on an arc parts two words, spread letters do not")
  func arcWords() {
    var script = GlyphScript()
    arc("HC-7 HC-8", &script, radius: 50)
    #expect(script.runs == ["HC-7 HC-8"])
    script = GlyphScript()
    arc("HOLE-12A", &script, radius: 70, extra: 3)
    #expect(script.runs == ["HOLE-12A"])
  }

  @Test("marks around a circle stay apart")
  func marks() {
    var script = GlyphScript()
    arc("1234", &script, radius: 60, extra: 20)
    #expect(script.runs == ["1", "2", "3", "4"])
  }

  @Test("letters that turn one way and then the other are no arc")
  func wave() {
    var script = GlyphScript()
    for (index, angle) in [0.0, 20, 0, 20].enumerated() {
      script.turn(angle)
      script.show("ABCD".map { String($0) }[index], 100 + 6 * Float(index), 300)
    }
    #expect(!script.runs.contains("ABCD"))
  }

  @Test("upright letters below one another are one word")
  func stacks() {
    var script = GlyphScript()
    stack("HOLE-12A", &script)
    stack("HC-7", &script, x: 340)
    #expect(script.runs == ["HOLE-12A", "HC-7"])
  }

  @Test("a column of numbers, or one with wide rows, is no stack")
  func columns() {
    var script = GlyphScript()
    stack("1234", &script)
    stack("AB-7", &script, x: 400, pitch: 15)
    #expect(script.runs.sorted() == ["-", "1", "2", "3", "4", "7", "A", "B"])
  }

  @Test("a column of a table is no stack")
  func table() {
    var script = GlyphScript()
    stack("HC-7", &script)
    for row in 0..<4 { script.show("spool piece", 340, 200 + 11 * Float(row)) }
    #expect(!script.runs.contains("HC-7"))
  }

  @Test("a letter a little raised or lowered stays in its word", arguments: [-3.3, 3.3] as [Float])
  func raised(shift: Float) {
    var script = GlyphScript()
    script.show("HC-", 100, 200)
    script.show("7", 100 + script.width("HC-"), 200 + shift)
    script.show("B", 100 + script.width("HC-7"), 200)
    #expect(script.runs == ["HC-7B"])
    script = GlyphScript()
    script.show("HC-7", 100, 200)
    script.show("HC-8", 104 + script.width("HC-7"), 200 + shift)
    #expect(!script.runs.contains("HC-7HC-8"))
  }
}
