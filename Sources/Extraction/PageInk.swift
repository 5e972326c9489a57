/// What drawing a page left on it, counted to tell what kind of page it is.
struct PageInk {
  /// Images painted, inline ones included.
  var images = 0
  /// The area of those images as a share of the page's: 1 covers it once.
  var imageArea = 0.0
  /// Lines and curves painted.
  var pathSegments = 0
  /// Glyphs shown, whether readable or not; spaces are not counted.
  var glyphs = 0
  /// Those of them whose meaning could not be told.
  var undecodableGlyphs = 0
  /// Whether a word of such glyphs stands among readable ones.
  var hasUnreadWord = false
}

extension PageInk {
  /// Glyphs in a row that make a word: symbols and bullets that can't be told stand alone or in twos.
  static let wordGlyphs = 4

  /// Notes whether a visible run of the page holds a word that can't be told.
  mutating func lookForUnreadWords(_ page: borrowing Page) {
    guard undecodableGlyphs >= Self.wordGlyphs else { return }
    for run in page.runs where run.visible {
      var length = 0
      for scalar in page.scalars[run.range] {
        length = scalar == 0xFFFD ? length + 1 : 0
        if length >= Self.wordGlyphs {
          hasUnreadWord = true
          return
        }
      }
    }
  }
}

extension Verdict {
  /// Fewest painted path segments that can be lettering drawn as outlines: a frame, rules and a
  /// logo stay below it, and a single word of outlined letters is above it.
  static let outlineSegments = 60
  /// Smallest share of a page that images cover when the page is a scan.
  static let scanCover = 0.4
  /// A page that images cover to this share is a scan, unless it has more than a stamp's text.
  static let fullCover = 0.85
  /// Scalars of a stamp, a page number or a watermark laid over a scan.
  static let stampScalars = 48
  /// A page of which more glyphs than this share can't be told has not been read.
  static let undecodableShare = 0.3

  /// What a page is, from what was drawn on it.
  init(_ ink: PageInk, scalars: Int) {
    let readable = ink.glyphs &- ink.undecodableGlyphs
    let isUnread = Double(ink.undecodableGlyphs) > Self.undecodableShare * Double(ink.glyphs)
    if ink.glyphs > 0, isUnread || ink.hasUnreadWord {
      self = .undecodable
    } else if ink.images > 0, ink.imageArea >= Self.fullCover, scalars <= Self.stampScalars {
      self = .scanned
    } else if scalars > 0 || readable > 0 {
      self = .text
    } else if ink.images > 0, ink.imageArea >= Self.scanCover {
      self = .scanned
    } else if ink.pathSegments >= Self.outlineSegments {
      self = .outlines
    } else if ink.images > 0 {
      self = .scanned
    } else {
      self = .empty
    }
  }
}
