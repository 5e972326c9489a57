/// A page's cursor: which list it is of, and where the next page begins.
///
/// Letters, digits and `-` only, so that it needs no escaping in a URL.
public enum Cursor {
  /// The cursor of a list of results.
  public static func encode(_ position: Int, _ filter: ResultFilter) -> String {
    prefix(filter) + String(position, radix: 36)
  }

  /// Where a page begins: 0 without a cursor; `nil` for one that is not of this list.
  public static func decode(_ cursor: String?, _ filter: ResultFilter) -> Int? {
    number(cursor, after: prefix(filter))
  }

  /// The cursor of the list of sessions, or of dead letters.
  public static func encode(below number: Int64) -> String { "n" + String(number, radix: 36) }

  /// The number a page begins below; the highest without a cursor; `nil` for a wrong one.
  public static func decode(below cursor: String?) -> Int64? {
    cursor == nil ? .max : number(cursor, after: "n").map { Int64($0) }
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

  private static func number(_ cursor: String?, after prefix: String) -> Int? {
    guard let cursor else { return 0 }
    guard cursor.hasPrefix(prefix), cursor.utf8.count <= 40 else { return nil }
    let digits = cursor.dropFirst(prefix.count)
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let number = Int(digits, radix: 36)
    else { return nil }
    return number
  }
}
