import Foundation

extension Page {
  /// Where the text of a run comes from.
  public enum Kind: String, Sendable, CaseIterable {
    case text, annotation, form, attachment, ocr
  }

  /// A vector in displayed space, in points.
  public struct Vector: Sendable, Hashable {
    public var dx: Float
    public var dy: Float

    @inlinable public init(dx: Float, dy: Float) {
      self.dx = dx
      self.dy = dy
    }
  }

  /// One stretch of text along one baseline, as a person reads it: single spaces between words, no
  /// column gap inside.
  public struct Run: Sendable, Hashable {
    /// The run's part of ``Page/scalars`` and ``Page/marks``.
    public var range: Range<Int>
    /// Unit vector along the baseline, in reading direction.
    public var direction: Vector
    /// From the baseline to the ascent, of the font's size; skewed text leans here.
    public var up: Vector
    /// From the baseline to the descent.
    public var down: Vector
    public var kind: Kind
    /// False for text that is drawn invisibly, off the page, or on a layer that is off.
    public var visible: Bool
    /// How sure text recognition is, from 0 to 100; `nil` for text that was written in the file.
    public var confidence: UInt8?

    @inlinable
    public init(
      range: Range<Int>, direction: Vector, up: Vector, down: Vector, kind: Kind = .text,
      visible: Bool = true, confidence: UInt8? = nil
    ) {
      self.range = range
      self.direction = direction
      self.up = up
      self.down = down
      self.kind = kind
      self.visible = visible
      self.confidence = confidence
    }
  }

  /// An upright rectangle in displayed space: points from the top left, `x0 <= x1`, `y0 <= y1`.
  public struct Box: Sendable, Hashable {
    public var x0: Float
    public var y0: Float
    public var x1: Float
    public var y1: Float

    @inlinable public init(x0: Float, y0: Float, x1: Float, y1: Float) {
      self.x0 = x0
      self.y0 = y0
      self.x1 = x1
      self.y1 = y1
    }
  }

  /// The text of a part of ``scalars``; a value that is no Unicode scalar reads as U+FFFD.
  public func text(of range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    for value in scalars[range.clamped(to: scalars.indices)] {
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  /// The upright rectangle around the scalars of `range`, from descent to ascent.
  public func bounds(of range: Range<Int>, in run: Run) -> Box {
    Self.bounds(of: range, in: run, marks)
  }

  /// As ``bounds(of:in:)``, for marks that are kept apart from their page.
  public static func bounds(of range: Range<Int>, in run: Run, _ marks: [Mark]) -> Box {
    var box = Box(x0: .infinity, y0: .infinity, x1: -.infinity, y1: -.infinity)
    for mark in marks[range.clamped(to: marks.indices)] {
      let endX = mark.x + mark.advance * run.direction.dx
      let endY = mark.y + mark.advance * run.direction.dy
      for edge in [run.up, run.down] {
        box.x0 = min(box.x0, mark.x + edge.dx, endX + edge.dx)
        box.x1 = max(box.x1, mark.x + edge.dx, endX + edge.dx)
        box.y0 = min(box.y0, mark.y + edge.dy, endY + edge.dy)
        box.y1 = max(box.y1, mark.y + edge.dy, endY + edge.dy)
      }
    }
    return box.x0 <= box.x1 ? box : Box(x0: 0, y0: 0, x1: 0, y1: 0)
  }

  /// The angle of the baseline in degrees, counter-clockwise as seen: 0 is level, left to right.
  public func angle(of run: Run) -> Double {
    // Displayed y points down, so up on the sheet is negative.
    let degrees = atan2(-Double(run.direction.dy), Double(run.direction.dx)) * 180 / .pi
    return degrees == 0 ? 0 : degrees
  }
}
