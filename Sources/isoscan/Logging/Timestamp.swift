import Foundation

/// Times as the protocol writes them: `2026-01-20T03:00:00.000Z`.
enum Timestamp {
  /// UTC with milliseconds (RFC 3339).
  static func text(_ date: Date) -> String {
    text(milliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded(.down)))
  }

  /// - Parameter milliseconds: since 1970-01-01T00:00:00Z.
  static func text(milliseconds: Int64) -> String {
    let days = Int((milliseconds / 86_400_000) - (milliseconds % 86_400_000 < 0 ? 1 : 0))
    let rest = Int(milliseconds - Int64(days) * 86_400_000)
    let (year, month, day) = civil(days: days)
    let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
      + clock.joined(separator: ":") + "." + padded(rest % 1_000, 3) + "Z"
  }

  /// The Gregorian date of a day counted from 1970-01-01 (H. Hinnant, "chrono-compatible
  /// low-level date algorithms").
  private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
