import Extraction

/// The form of a page in the cache: what matching needs (its text), apart from where the text
/// stands (its geometry), which is read only where a code was found. Both are exact.
enum PageCoding {
  private static let visible: UInt8 = 0x80
  private static let sameVectors: UInt8 = 0x40
  private static let kindBits: UInt8 = 0x3F
  private static let flowing: UInt8 = 0x80
  /// Stored for recognized text without a confidence.
  private static let noConfidence = UInt8.max

  // MARK: Text

  /// Appends a page's text; `geometry` is the number of bytes of its geometry.
  static func append(_ page: borrowing Page, geometry: Int, to bytes: inout [UInt8]) {
    bytes.append(varint: UInt64(clamping: page.number))
    bytes.append(fixed: page.width.bitPattern)
    bytes.append(fixed: page.height.bitPattern)
    let verdict = UInt8(Verdict.allCases.firstIndex(of: page.verdict) ?? 0)
    bytes.append(verdict | (page.flowing ? flowing : 0))
    bytes.append(varint: UInt64(geometry))
    bytes.append(varint: UInt64(page.scalars.count))
    for scalar in page.scalars { bytes.append(varint: UInt64(scalar)) }
    bytes.append(varint: UInt64(page.runs.count))
    var previous = Page.Run(range: 0..<0, direction: .zero, up: .zero, down: .zero)
    for run in page.runs {
      append(run, after: previous, to: &bytes)
      previous = run
    }
  }

  private static func append(
    _ run: Page.Run, after previous: Page.Run, to bytes: inout [UInt8]
  ) {
    let same =
      run.direction == previous.direction && run.up == previous.up && run.down == previous.down
    let kind = UInt8(Page.Kind.allCases.firstIndex(of: run.kind) ?? 0)
    bytes.append(kind | (run.visible ? visible : 0) | (same ? sameVectors : 0))
    bytes.append(signed: Int64(run.range.lowerBound &- previous.range.upperBound))
    bytes.append(varint: UInt64(run.range.count))
    if run.kind == .ocr { bytes.append(run.confidence ?? noConfidence) }
    guard !same else { return }
    for vector in [run.direction, run.up, run.down] {
      bytes.append(fixed: vector.dx.bitPattern)
      bytes.append(fixed: vector.dy.bitPattern)
    }
  }

  /// Reads a page's text into `page`, whose marks stay empty.
  ///
  /// - Returns: the number of bytes of its geometry; `nil` for bytes that are no page.
  static func read(_ bytes: inout CacheBytes, into page: inout Page) -> Int? {
    let number = bytes.int()
    let width = Double(bitPattern: bytes.fixed(UInt64.self))
    page.reset(
      number: number, width: width, height: Double(bitPattern: bytes.fixed(UInt64.self)))
    let head = bytes.byte()
    page.flowing = head & flowing != 0
    let verdict = Int(head & ~flowing)
    guard Verdict.allCases.indices.contains(verdict) else { return nil }
    page.verdict = Verdict.allCases[verdict]
    let geometry = bytes.int()
    let count = bytes.count(ofSize: 1)
    page.scalars.append(contentsOf: repeatElement(0, count: count))
    page.scalars.withUnsafeMutableBufferPointer { bytes.scalars(into: $0) }
    guard readRuns(&bytes, into: &page), !bytes.isDamaged else { return nil }
    return geometry
  }

  private static func readRuns(_ bytes: inout CacheBytes, into page: inout Page) -> Bool {
    let count = bytes.count(ofSize: 3)
    page.runs.reserveCapacity(count)
    var run = Page.Run(range: 0..<0, direction: .zero, up: .zero, down: .zero)
    for _ in 0..<count {
      let head = bytes.byte()
      let kind = Int(head & kindBits)
      let start = Int64(run.range.upperBound) &+ bytes.signed()
      let length = bytes.int()
      guard Page.Kind.allCases.indices.contains(kind),
        let lower = Int(exactly: start), lower >= 0, lower <= page.scalars.count,
        length <= page.scalars.count - lower
      else { return false }
      run.range = lower..<lower + length
      run.kind = Page.Kind.allCases[kind]
      let confidence = run.kind == .ocr ? bytes.byte() : noConfidence
      run.confidence = confidence == noConfidence ? nil : confidence
      run.visible = head & visible != 0
      if head & sameVectors == 0 {
        run.direction = vector(&bytes)
        run.up = vector(&bytes)
        run.down = vector(&bytes)
      }
      page.runs.append(run)
    }
    return true
  }

  private static func vector(_ bytes: inout CacheBytes) -> Page.Vector {
    let dx = Float(bitPattern: bytes.fixed(UInt32.self))
    return Page.Vector(dx: dx, dy: Float(bitPattern: bytes.fixed(UInt32.self)))
  }

  // MARK: Geometry

  /// Appends where each scalar stands, each number as its distance from what the mark before it
  /// and the last advance of the same scalar let expect.
  static func appendMarks(of page: borrowing Page, to bytes: inout [UInt8]) {
    bytes.append(varint: UInt64(page.marks.count))
    var prediction = MarkPrediction()
    var next = 0
    for (index, mark) in page.marks.enumerated() {
      while next < page.runs.count, page.runs[next].range.lowerBound <= index {
        prediction.direction = page.runs[next].direction
        next += 1
      }
      let scalar = index < page.scalars.count ? page.scalars[index] : 0
      let expected = prediction.next(scalar)
      bytes.append(mark.x, predicted: expected.x)
      bytes.append(mark.y, predicted: expected.y)
      bytes.append(mark.advance, predicted: expected.advance)
      prediction.take(mark, scalar)
    }
  }

  /// Reads the marks of `page`, whose text is there already, into `marks`.
  static func readMarks(
    _ bytes: inout CacheBytes, of page: borrowing Page, into marks: inout [Page.Mark]
  ) -> Bool {
    let count = bytes.count(ofSize: 3)
    marks.removeAll(keepingCapacity: true)
    marks.reserveCapacity(count)
    var prediction = MarkPrediction()
    var next = 0
    for index in 0..<count {
      while next < page.runs.count, page.runs[next].range.lowerBound <= index {
        prediction.direction = page.runs[next].direction
        next += 1
      }
      let scalar = index < page.scalars.count ? page.scalars[index] : 0
      let expected = prediction.next(scalar)
      let x = bytes.float(predicted: expected.x)
      let y = bytes.float(predicted: expected.y)
      let mark = Page.Mark(x: x, y: y, advance: bytes.float(predicted: expected.advance))
      marks.append(mark)
      prediction.take(mark, scalar)
    }
    return !bytes.isDamaged
  }
}

/// Where the next scalar probably stands.
private struct MarkPrediction {
  var direction = Page.Vector.zero
  private var last = Page.Mark(x: 0, y: 0, advance: 0)
  /// The last advance of the scalars that share the low bits of their value.
  private var advances = [Float](repeating: 0, count: 256)

  @inline(__always)
  func next(_ scalar: UInt32) -> Page.Mark {
    Page.Mark(
      x: last.x + last.advance * direction.dx, y: last.y + last.advance * direction.dy,
      advance: advances[Int(scalar & 0xFF)])
  }

  @inline(__always)
  mutating func take(_ mark: Page.Mark, _ scalar: UInt32) {
    last = mark
    advances[Int(scalar & 0xFF)] = mark.advance
  }
}

extension Page.Vector {
  fileprivate static let zero = Page.Vector(dx: 0, dy: 0)
}
