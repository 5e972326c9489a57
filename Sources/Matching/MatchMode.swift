/// What may stand beside a code for it to match (`match.mode`).
public enum MatchMode: String, Sendable, CaseIterable {
  /// The characters beside the match are not letters, digits, combining marks or `_`.
  case word
  /// As `word`, and `-`, `.` and `/` between word characters belong to the word too.
  case token
  /// Anything may stand beside the match; it only never splits a character from its marks.
  case substring
}
