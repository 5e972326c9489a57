/// A moment in the Gregorian calendar, UTC.
public struct CivilTime: Sendable, Equatable {
  public let year: Int
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int
  public let second: Int

  /// - Parameter seconds: since 1970, without leap seconds; held to the years 1 to 9999.
  public init(secondsSince1970 seconds: Int64) {
    let held = min(max(seconds, -62_135_596_800), 253_402_300_799)
    var days = Int(held / 86_400)
    var rest = Int(held % 86_400)
    if rest < 0 { (days, rest) = (days - 1, rest + 86_400) }
    (year, month, day) = Self.date(days: days)
    (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)
  }

  /// Days since 1970 as a date: years are counted from March, so that leap days come last.
  private static func date(days: Int) -> (Int, Int, Int) {
    // From the first of March of the year 0: never negative from the year 1 on.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// `2026-01-20T03:00:00Z` (RFC 3339).
  public var iso8601: String {
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return digits(year, 4) + "-" + digits(month, 2) + "-" + digits(day, 2) + "T"
      + digits(hour, 2) + ":" + digits(minute, 2) + ":" + digits(second, 2) + "Z"
  }
}
