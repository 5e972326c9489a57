/// A page's cursor: which list it is of, and where the next page begins.
///
/// Letters, digits and `-` only, so that it needs no escaping in a URL.
public enum Cursor {
  /// What is left of a list of results.
  public struct Rest: Sendable, Hashable {
    /// Where the last page ended; 0 at first.
    public var position: Int
    /// The last result, in the order of counting, that the list holds: the last there was when its
    /// first page was read. What is counted later is told as it comes, and must not be on a page
    /// too. `nil`: nothing is counted any more, or the list has another order.
    public var through: Int?

    public init(after position: Int = 0, through: Int? = nil) {
      self.position = position
      self.through = through
    }
  }

  /// The cursor of a list of results.
  public static func encode(_ rest: Rest, _ filter: ResultFilter) -> String {
    let end = rest.through.map { "-" + String($0, radix: 36) } ?? ""
    return prefix(filter) + String(rest.position, radix: 36) + end
  }

  /// What is left: all of the list without a cursor; `nil` for one that is not of this list.
  public static func decode(_ cursor: String?, _ filter: ResultFilter) -> Rest? {
    guard let cursor else { return Rest() }
    guard let numbers = digits(cursor, after: prefix(filter)) else { return nil }
    let parts = numbers.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let position = parts.first.flatMap(number) else { return nil }
    guard parts.count > 1 else { return Rest(after: position) }
    return number(parts[1]).map { Rest(after: position, through: $0) }
  }

  /// The cursor of the list of sessions, or of dead letters.
  public static func encode(below number: Int64) -> String { "n" + String(number, radix: 36) }

  /// The number a page begins below; the highest without a cursor; `nil` for a wrong one.
  public static func decode(below cursor: String?) -> Int64? {
    guard let cursor else { return .max }
    return digits(cursor, after: "n").flatMap(number).map { Int64($0) }
  }

  private static func prefix(_ filter: ResultFilter) -> String {
    switch filter {
    case .all: "a"
    case .matched: "m"
    case .problems: "p"
    case .near: "e"
    case .code(let code): "c\(code)-"
    }
  }

  private static func digits(_ cursor: String, after prefix: String) -> Substring? {
    guard cursor.hasPrefix(prefix), cursor.utf8.count <= 50 else { return nil }
    return cursor.dropFirst(prefix.count)
  }

  private static func number(_ digits: Substring) -> Int? {
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    return Int(digits, radix: 36)
  }
}
