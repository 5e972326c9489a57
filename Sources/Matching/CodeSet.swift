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
  /// What is searched for, in the order of their scalars.
  let patterns: PatternList

  /// Cleans a list of codes.
  /// - Throws: ``CodeSetError/codeTooLong(prefix:limit:)`` for the first that is too long,
  ///   ``CodeSetError/noCodes`` when none is left.
  /// - Complexity: O(total length × log of their number).
  public init(_ codes: some Sequence<String>, mode: MatchMode) throws(CodeSetError) {
    var kept: [String] = []
    var patterns = PatternList()
    var folder = CodeFolder()
    for code in codes {
      let scalars = Self.trimmed(code)
      guard scalars.count <= Self.codeLengthLimit else {
        let prefix = String(String.UnicodeScalarView(scalars.prefix(40)))
        throw .codeTooLong(prefix: prefix, limit: Self.codeLengthLimit)
      }
      guard folder.fold(scalars, as: kept.count, into: &patterns) else { continue }
      kept.append(String(Substring(scalars)))
    }
    patterns.sort()
    let duplicates = patterns.duplicates(codeCount: kept.count)
    if !duplicates.isEmpty {
      let renumbered = Self.renumbering(count: kept.count, without: duplicates)
      patterns.renumber(renumbered)
      kept = kept.indices.filter { renumbered[$0] != nil }.map { kept[$0] }
    }
    guard !kept.isEmpty else { throw .noCodes }
    self.codes = kept
    self.mode = mode
    self.patterns = patterns
  }

  /// The form of each code that is compared on pages: codes of one form are one code.
  public static func forms(of codes: [String]) -> [String] {
    var folder = CodeFolder()
    return codes.map { code in
      var patterns = PatternList()
      guard folder.fold(trimmed(code), as: 0, into: &patterns) else { return "" }
      let pattern = patterns.patterns.first { $0.texts.contains(.placed) }
      guard let pattern else { return "" }
      let scalars = patterns.scalars[pattern.start..<pattern.start + pattern.count]
      return String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
    }
  }

  private static func trimmed(_ code: String) -> Substring.UnicodeScalarView {
    var scalars = code.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return scalars
  }

  /// For each code its number once the duplicates are gone; nil for those.
  private static func renumbering(count: Int, without duplicates: Set<Int>) -> [Int?] {
    var next = 0
    return (0..<count).map { code in
      if duplicates.contains(code) { return nil }
      defer { next += 1 }
      return next
    }
  }
}
