/// Why a code nearly stands in a text, but does not (README, Near hits).
public enum NearReason: Int, Sendable, Hashable, CaseIterable {
  /// There is a blank in it that the code does not have.
  case blankInside = 0
  /// It begins at the end of one line and goes on in the line below.
  case lineEnd = 1
  /// Text recognition read characters that look like the code's: `0` for `O`.
  case lookAlike = 2
}
