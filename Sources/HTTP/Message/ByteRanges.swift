/// The Range field (RFC 9110 §14.1, §14.2).
enum ByteRanges {
  enum Verdict: Equatable {
    /// No range that the server heeds: the whole is sent.
    case whole
    case parts([Range<Int64>])
    case unsatisfiable
  }

  /// More ranges than this are not heeded: they cost more than the whole (RFC 9110 §17.15).
  static let limit = 16

  static func parse(_ field: UnsafeRawBufferPointer, length: Int64) -> Verdict {
    guard let equals = field.firstIndex(of: 0x3D, from: 0),
      field.slice(0..<equals).holdsIgnoringCase("bytes")
    else { return .whole }
    var ranges: [Range<Int64>] = []
    var count = 0
    var isValid = true
    field.slice(equals + 1..<field.count).forEachListElement { element in
      count += 1
      switch spec(element, length) {
      case .invalid: isValid = false
      case .unsatisfiable: break
      case .range(let range): ranges.append(range)
      }
    }
    guard isValid, count > 0, count <= limit else { return .whole }
    if ranges.isEmpty { return .unsatisfiable }
    // Overlaps that add up to more than the whole are an attack or a mistake.
    if ranges.reduce(Int64(0), { $0 &+ Int64($1.count) }) > length { return .whole }
    return .parts(ranges)
  }

  private enum Spec { case invalid, unsatisfiable, range(Range<Int64>) }

  private static func spec(_ text: UnsafeRawBufferPointer, _ length: Int64) -> Spec {
    guard let dash = text.firstIndex(of: 0x2D, from: 0) else { return .invalid }
    let (first, last) = (text.slice(0..<dash), text.slice(dash + 1..<text.count))
    if first.isEmpty {
      guard let suffix = number(last) else { return .invalid }
      if suffix == 0 || length == 0 { return .unsatisfiable }
      return .range(max(0, length - suffix)..<length)
    }
    guard let start = number(first) else { return .invalid }
    if last.isEmpty { return start < length ? .range(start..<length) : .unsatisfiable }
    guard let end = number(last), end >= start else { return .invalid }
    return start < length ? .range(start..<min(end, length - 1) + 1) : .unsatisfiable
  }

  /// A number of digits alone; one beyond 18 digits counts as 10^18.
  private static func number(_ digits: UnsafeRawBufferPointer) -> Int64? {
    guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
    let significant = digits.drop { $0 == 0x30 }
    if significant.count > 18 { return 1_000_000_000_000_000_000 }
    return significant.reduce(0) { $0 * 10 + Int64($1 &- 0x30) }
  }
}
