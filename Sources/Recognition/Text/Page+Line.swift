import Extraction
import Foundation

extension Page {
  /// Appends a line of recognized words as a run.
  ///
  /// - Parameter placement: from the pixels of the words' boxes to the page's points.
  mutating func append(_ words: [Word], _ placement: Matrix) {
    guard let first = words.first else { return }
    let box = words.dropFirst().reduce(into: first.box) { $0.add($1.box) }
    let along = Self.unit(placement.a, placement.b)
    let start = scalars.count
    for (index, word) in words.enumerated() {
      if index > 0 {
        put(" ", from: words[index - 1].box.x1, to: word.box.x0, at: box.y1, placement)
      }
      put(word.text, from: word.box.x0, to: word.box.x1, at: box.y1, placement)
    }
    let height = -Double(box.height)
    let up = Vector(dx: Float(placement.c * height), dy: Float(placement.d * height))
    let sure = words.confidence
    runs.append(
      Run(
        range: start..<scalars.count, direction: along, up: up, down: Vector(dx: 0, dy: 0),
        kind: .ocr, confidence: UInt8(max(0, min(100, sure.rounded())))))
  }

  /// A stretch of text, its scalars spread evenly over its width.
  private mutating func put(
    _ text: String, from x0: Int, to x1: Int, at y: Int, _ placement: Matrix
  ) {
    let count = text.unicodeScalars.count
    guard count > 0 else { return }
    let step = Double(x1 - x0) / Double(count)
    let length = (placement.a * placement.a + placement.b * placement.b).squareRoot()
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let origin = placement.apply(Double(x0) + Double(index) * step, Double(y))
      scalars.append(scalar.value)
      marks.append(
        Mark(x: Float(origin.x), y: Float(origin.y), advance: Float(step * length)))
    }
  }

  private static func unit(_ dx: Double, _ dy: Double) -> Vector {
    let length = max((dx * dx + dy * dy).squareRoot(), 1e-12)
    return Vector(dx: Float(dx / length), dy: Float(dy / length))
  }
}
