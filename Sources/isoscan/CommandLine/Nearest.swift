/// The candidate nearest to a misspelled word, for "did you mean" hints.
enum Nearest {
  /// Returns the candidate within a third of the word's length (at least 2 edits), or `nil`.
  static func match(_ word: String, among candidates: [String]) -> String? {
    let bound = max(2, word.count / 3)
    let ranked = candidates.map { (name: $0, distance: distance(word, $0)) }
    guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }),
      best.distance <= bound
    else { return nil }
    return best.name
  }

  /// A trailing hint such as ` (did you mean 'serve'?)`, or nothing.
  static func hint(_ word: String, among candidates: [String]) -> String {
    match(word, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
  }

  /// Optimal string alignment distance: insertions, deletions, substitutions, swaps.
  static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left.lowercased())
    let b = Array(right.lowercased())
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        let substitution = last[j] + (a[i] == b[j] ? 0 : 1)
        var cost = min(row[j] + 1, last[j + 1] + 1, substitution)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        row.append(cost)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
