/// One page's text, placed as a person sees it.
///
/// Displayed space: points (1/72 inch), origin at the top left corner, y downward, page rotation applied.
/// The extractor reuses one value for all pages of a document: copy what has to outlive the callback.
public struct Page: Sendable {
  /// Position in the document, from 1.
  public var number = 0
  /// Width and height as displayed, in points.
  public var width = 0.0
  public var height = 0.0
  /// What can be read here; only `.text` and `.empty` pages are read in full.
  public var verdict = Verdict.empty
  /// Whether the text flows (a text file), so that a soft hyphen is a break that is not there.
  public var flowing = false
  /// Unicode scalar values of all runs, one run after another.
  public var scalars: [UInt32] = []
  /// Where each scalar stands; parallel to ``scalars``.
  public var marks: [Mark] = []
  /// The stretches that are matched one by one, in reading order.
  public var runs: [Run] = []

  public init() {}

  /// Whether text recognition found text here.
  public var isRecognized: Bool { verdict.isRecognizable && runs.contains { $0.kind == .ocr } }

  /// Empties the page for the next one, keeping its buffers.
  public mutating func reset(number: Int, width: Double, height: Double) {
    self.number = number
    self.width = width
    self.height = height
    verdict = .empty
    scalars.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
  }

  /// The origin of a scalar on its baseline and its advance along it, in displayed space.
  public struct Mark: Sendable, Hashable {
    public var x: Float
    public var y: Float
    /// Distance to the next origin along the run's direction, in points.
    public var advance: Float

    @inlinable public init(x: Float, y: Float, advance: Float) {
      self.x = x
      self.y = y
      self.advance = advance
    }
  }
}

/// What a person would see on a page, and whether we can read it.
public enum Verdict: String, Sendable, CaseIterable {
  /// There is text and we read it.
  case text
  /// Images cover the page and there is no text: a scan.
  case scanned
  /// Nothing but vector paths: text, if any, was exported as outlines.
  case outlines
  /// There are glyphs, but what they mean can't be told.
  case undecodable
  /// The page's content is encrypted with a password we don't have.
  case encrypted
  /// The file is damaged: what the page shows can't be found.
  case damaged
  /// Nothing is drawn here.
  case empty

  /// Whether text recognition may find text here.
  public var isRecognizable: Bool { self == .scanned || self == .outlines }

  /// Whether a person may see text here that we could not read.
  public var needsEyes: Bool {
    switch self {
    case .text, .empty: false
    case .scanned, .outlines, .undecodable, .encrypted, .damaged: true
    }
  }
}
