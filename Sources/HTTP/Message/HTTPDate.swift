/// Dates of HTTP fields (RFC 9110 §5.6.7), as seconds since 1970.
enum HTTPDate {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The IMF-fixdate form, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func text(_ seconds: Int64) -> String {
    let seconds = max(0, seconds)
    let (day, time) = (seconds / 86_400, seconds % 86_400)
    let (year, month, date) = civil(day)
    // 1970-01-01 was a Thursday.
    let weekday = days[Int((day + 3) % 7)]
    let clock = [time / 3_600, time / 60 % 60, time % 60].map { two($0) }.joined(separator: ":")
    let padded = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
    return "\(weekday), \(two(Int64(date))) \(months[month - 1]) \(padded) \(clock) GMT"
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Reads all three forms (a recipient MUST, RFC 9110 §5.6.7); nil for anything else.
  static func parse(_ bytes: UnsafeRawBufferPointer, now: Int64) -> Int64? {
    let words = split(bytes)
    switch words.count {
    case 6: return imf(words)
    case 4: return rfc850(words, now: now)
    case 5: return asctime(words)
    default: return nil
    }
  }

  private static func split(_ bytes: UnsafeRawBufferPointer) -> [Substring] {
    guard bytes.count <= 40 else { return [] }
    return String(decoding: bytes, as: UTF8.self)[...].split(separator: " ")
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  private static func imf(_ words: [Substring]) -> Int64? {
    guard words[0].count == 4, days.contains(String(words[0].prefix(3))), words[0].last == ",",
      words[1].utf8.count == 2, words[3].utf8.count == 4, words[5] == "GMT"
    else { return nil }
    return seconds(number(words[3]), month(words[2]), number(words[1]), words[4])
  }

  /// `Sunday, 06-Nov-94 08:49:37 GMT`: a year more than 50 years ahead is of the last century.
  private static func rfc850(_ words: [Substring], now: Int64) -> Int64? {
    let date = words[1].split(separator: "-")
    guard words[0].last == ",", words[3] == "GMT", date.count == 3, date[2].utf8.count == 2,
      let short = number(date[2])
    else { return nil }
    let thisYear = civil(max(0, now) / 86_400).0
    var year = thisYear / 100 * 100 + short
    if year > thisYear + 50 { year -= 100 }
    return seconds(year, month(date[1]), number(date[0]), words[2])
  }

  /// `Sun Nov  6 08:49:37 1994`
  private static func asctime(_ words: [Substring]) -> Int64? {
    guard days.contains(String(words[0])), words[4].utf8.count == 4 else { return nil }
    return seconds(number(words[4]), month(words[1]), number(words[2]), words[3])
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit) else { return nil }
    return Int(text)
  }

  private static func month(_ text: Substring) -> Int? {
    months.firstIndex(of: String(text)).map { $0 + 1 }
  }

  private static func seconds(_ year: Int?, _ month: Int?, _ day: Int?, _ clock: Substring)
    -> Int64?
  {
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard let year, let month, let day, (1...31).contains(day), parts.count == 3,
      parts.allSatisfy({ $0.utf8.count == 2 }), let hour = number(parts[0]), hour < 24,
      let minute = number(parts[1]), minute < 60, let second = number(parts[2]), second <= 60
    else { return nil }
    let time = Int64(hour * 3_600 + minute * 60 + min(second, 59))
    let days = daysSince1970(year, month, day)
    // A day that its month doesn't have would come out as one of the next.
    guard civil(days) == (year, month, day) else { return nil }
    return days * 86_400 + time
  }

  /// Gregorian date of a day since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
  private static func civil(_ day: Int64) -> (Int, Int, Int) {
    let z = day + 719_468
    let era = z / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let date = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), Int(month), Int(date))
  }

  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let y = Int64(month <= 2 ? year - 1 : year)
    let era = y / 400
    let yearOfEra = y - era * 400
    let shifted = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shifted + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
