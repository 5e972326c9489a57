/// The codes of one session: trimmed, without empty ones, without duplicates after folding, in the
/// order and spelling of the request.
public struct CodeSet: Sendable {
  /// Longest accepted code, in Unicode scalars after trimming: a paragraph pasted by mistake is not
  /// a code, and the matcher's work for one place is bounded by it.
  public static let codeLengthLimit = 1_024

  /// The codes as they were asked for, trimmed.
  public let codes: [String]
  /// What may stand beside a code.
  public let mode: MatchMode
  /// The folded scalars of all codes, one after another.
  let folded: [UInt32]
  /// Where each code begins in `folded`; one more entry than codes.
  let starts: [Int]

  /// Cleans a list of codes.
  /// - Throws: ``CodeSetError/codeTooLong(prefix:limit:)`` for the first that is too long,
  ///   ``CodeSetError/noCodes`` when none is left.
  /// - Complexity: O(total length).
  public init(_ codes: some Sequence<String>, mode: MatchMode) throws(CodeSetError) {
    self.codes = Array(codes)
    self.mode = mode
    self.folded = []
    self.starts = []
    throw .noCodes
  }
}
