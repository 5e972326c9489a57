/// A code that nearly stands on a drawing.
public struct NearHit: Sendable, Hashable {
  /// Why it does not quite.
  public enum Reason: Int, Sendable, Hashable, CaseIterable {
    /// There is a blank in it that the code does not have.
    case blankInside = 0
    /// It begins at the end of one line and goes on in the line below.
    case lineEnd = 1
    /// Text recognition read characters that look like the code's: `0` for `O`.
    case lookAlike = 2

    /// The word for it in messages.
    public var word: String {
      switch self {
      case .blankInside: "blank_inside"
      case .lineEnd: "line_end"
      case .lookAlike: "look_alike"
      }
    }

    /// The same for people.
    public var text: String {
      switch self {
      case .blankInside: "blank inside"
      case .lineEnd: "over a line end"
      case .lookAlike: "look-alike (OCR)"
      }
    }
  }

  /// Where it stands, with the text as on the sheet; a line's end is a line feed.
  public var place: Place
  public var reason: Reason

  public init(_ place: Place, _ reason: Reason) {
    self.place = place
    self.reason = reason
  }
}
