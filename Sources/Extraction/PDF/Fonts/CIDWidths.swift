/// Glyph metrics of a CIDFont: the `W` and `W2` arrays (ISO 32000-2 §9.7.4.3), in em.
struct CIDWidths {
  /// CIDs `first ... last` have the widths from `index` on, or one and the same.
  private struct Span {
    var first: Int
    var last: Int
    var index: Int
    var isUniform: Bool
  }

  /// Advance and the position of the vertical origin.
  struct Vertical {
    var advance: Float
    var x: Float
    var y: Float
  }

  var standard: Float = 1
  var standardY: Float = 0.88
  var standardAdvance: Float = -1
  /// By CID, for those that no span has.
  private var defaults: [Float] = []
  private var spans: [Span] = []
  private var widths: [Float] = []
  private var verticalSpans: [Span] = []
  private var verticals: [Vertical] = []

  /// Widths and spans kept: CIDs go to 65,535, so real arrays are far smaller.
  private static let limit = 200_000

  /// Thousandths as em, within what any glyph measures.
  static func em(_ thousandths: Double) -> Float {
    Float(min(max(thousandths, -10_000), 10_000) / 1000)
  }

  /// Whether at most one width was stated.
  var isSparse: Bool { widths.count < 2 }

  func width(of cid: Int) -> Float {
    if let at = Self.find(cid, spans), at < widths.count { return widths[at] }
    return defaults.indices.contains(cid) ? defaults[cid] : standard
  }

  /// Sets what CIDs from 0 on have where `W` says nothing; nil is the default width.
  mutating func fill(count: Int, _ width: (Int) -> Float?) {
    defaults = (0..<min(max(count, 0), 65_536)).map { width($0) ?? standard }
  }

  func vertical(of cid: Int) -> Vertical {
    guard let at = Self.find(cid, verticalSpans), at < verticals.count else {
      return Vertical(advance: standardAdvance, x: width(of: cid) / 2, y: standardY)
    }
    return verticals[at]
  }

  private static func find(_ cid: Int, _ spans: [Span]) -> Int? {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].first <= cid { low = middle + 1 } else { high = middle }
    }
    guard low > 0, cid <= spans[low - 1].last else { return nil }
    let span = spans[low - 1]
    return span.isUniform ? span.index : span.index + (cid - span.first)
  }

  /// Reads `c [w1 w2 …]` and `first last w` groups; items must be resolved.
  mutating func read(_ items: [PDFObject]) {
    Self.groups(items, values: 1) { first, last, values in
      guard widths.count < Self.limit else { return }
      spans.append(Span(first: first, last: last ?? 0, index: widths.count, isUniform: last != nil))
      if last == nil { spans[spans.count - 1].last = first &+ values.count &- 1 }
      widths += values.map { Self.em($0) }
    }
    spans.sort { $0.first < $1.first }
  }

  /// Reads `c [w1y vx vy …]` and `first last w1y vx vy` groups.
  mutating func readVertical(_ items: [PDFObject]) {
    Self.groups(items, values: 3) { first, last, values in
      guard verticals.count < Self.limit else { return }
      let count = values.count / 3
      let end = last ?? first &+ count &- 1
      verticalSpans.append(
        Span(first: first, last: end, index: verticals.count, isUniform: last != nil))
      for index in 0..<count {
        verticals.append(
          Vertical(
            advance: Self.em(values[3 * index]), x: Self.em(values[3 * index + 1]),
            y: Self.em(values[3 * index + 2])))
      }
    }
    verticalSpans.sort { $0.first < $1.first }
  }

  /// Splits an array into its groups; `last` is nil where an array of values follows.
  private static func groups(
    _ items: [PDFObject], values count: Int,
    _ body: (_ first: Int, _ last: Int?, _ values: [Double]) -> Void
  ) {
    var at = 0
    while at + 1 < items.count {
      guard let first = items[at].integer, (0...0xFFFFFF).contains(first) else {
        at += 1
        continue
      }
      if let list = items[at + 1].array {
        body(first, nil, list.map { $0.number ?? 0 })
        at += 2
      } else if let last = items[at + 1].integer, at + 2 + count <= items.count {
        let values = items[at + 2..<at + 2 + count].map { $0.number ?? 0 }
        if last >= first { body(first, last, values) }
        at += 2 + count
      } else {
        at += 1
      }
    }
  }
}
