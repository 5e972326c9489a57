/// One place where a code stands on a drawing.
public struct Place: Sendable, Hashable {
  /// Where its text comes from; what each is called in the contract.
  public enum Kind: String, Sendable, CaseIterable {
    case text, annotation, form, attachment, ocr
  }

  /// Index of the code in the session's codes.
  public var code: Int
  /// Page, from 1.
  public var page: Int
  /// The text as on the sheet.
  public var text: String
  /// Points from the top left of the page as it is displayed.
  public var x0, y0, x1, y1: Float
  public var kind: Kind
  /// How sure text recognition is, from 0 to 100; `nil` for other kinds.
  public var confidence: Int?

  public init(
    code: Int, page: Int, text: String, x0: Float, y0: Float, x1: Float, y1: Float,
    kind: Kind = .text, confidence: Int? = nil
  ) {
    self.code = code
    self.page = page
    self.text = text
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
    self.kind = kind
    self.confidence = confidence
  }
}

/// What reading one drawing gave.
public struct DrawingResult: Sendable, Hashable {
  public var verdict: Verdict
  /// Indexes of the codes found, rising, each once.
  public var codes: [Int]
  /// Where they stand; the caller keeps the contract's limit of 100.
  public var places: [Place]
  /// Codes that nearly stand on it, each once; none of ``codes``, never counted as a match.
  public var near: [NearHit]
  /// Pages of the drawing.
  public var pages: Int
  /// Pages that could not be read, from 1; not empty makes the drawing a problem too.
  public var unreadablePages: [Int]
  /// Time its reading took.
  public var seconds: Double
  /// What a person is told about a problem.
  public var message: String?
  public var fromCache: Bool
  /// Milliseconds since 1970: the result's `timestamp`.
  public var finishedAt: Int64

  public init(
    verdict: Verdict, codes: [Int] = [], places: [Place] = [], near: [NearHit] = [], pages: Int = 0,
    unreadablePages: [Int] = [], seconds: Double = 0, message: String? = nil,
    fromCache: Bool = false, finishedAt: Int64
  ) {
    self.verdict = verdict
    self.codes = codes
    self.places = places
    self.near = near
    self.pages = pages
    self.unreadablePages = unreadablePages
    self.seconds = seconds
    self.message = message
    self.fromCache = fromCache
    self.finishedAt = finishedAt
  }

  /// Whether the drawing, or a page of it, could not be read.
  public var isProblem: Bool { verdict != .read || !unreadablePages.isEmpty }
}

/// One counted drawing with its result.
public struct ResultRow: Sendable, Hashable {
  /// The drawing's number in its session, from 1, in the order of the listing.
  public var number: Int
  public var name: String
  public var reference: String
  public var size: Int64?
  public var identity: String?
  /// Attempts begun, the last included.
  public var attempts: Int
  /// `places` and `near` are empty where a read was told to leave them out.
  public var result: DrawingResult

  public init(
    number: Int, name: String, reference: String, size: Int64? = nil, identity: String? = nil,
    attempts: Int, result: DrawingResult
  ) {
    self.number = number
    self.name = name
    self.reference = reference
    self.size = size
    self.identity = identity
    self.attempts = attempts
    self.result = result
  }

  /// The contract's words for it: `2 Codes`, `No Match`, `Encrypted`, …
  public var status: String { result.verdict.text(codes: result.codes.count) }
}

/// One listed drawing, counted or not.
public struct DrawingRow: Sendable, Hashable {
  public var number: Int
  public var drawing: NewDrawing
  /// `nil` until it is counted.
  public var result: ResultRow?

  public init(number: Int, drawing: NewDrawing, result: ResultRow?) {
    self.number = number
    self.drawing = drawing
    self.result = result
  }
}
