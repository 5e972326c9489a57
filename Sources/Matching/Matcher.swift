/// Finds all codes of a set in one pass over a run of text.
///
/// Built once a session and shared by its workers; each worker brings its own ``Scratch``.
public final class Matcher: Sendable {
  let codes: CodeSet

  /// Builds the automaton.
  /// - Complexity: O(total length of the codes × log of their number).
  public init(_ codes: CodeSet) {
    self.codes = codes
  }

  /// Reusable memory of one worker. Not shared between threads.
  public struct Scratch: Sendable {
    public init() {}
  }

  /// Reports every place of every code in one run of text (a line).
  /// - Parameters:
  ///   - text: Unicode scalar values; anything else counts as a character that no code holds.
  ///   - flowing: whether soft hyphens are dropped (text files) or are drawn hyphens (pages).
  ///   - scratch: this worker's memory.
  ///   - found: gets the index of a code in ``CodeSet/codes`` and the scalars of `text` it covers;
  ///     each place of each code once, in no promised order.
  /// - Complexity: O(length of `text`), plus the length of a code for each place where it may stand.
  public func match(
    _ text: UnsafeBufferPointer<UInt32>, flowing: Bool, scratch: inout Scratch,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {}
}
