/// Negotiation of content codings (RFC 9110 §12.5.3).
enum AcceptEncoding {
  /// Whether gzip is acceptable and no less so than the plain form.
  static func prefersGzip(_ field: UnsafeRawBufferPointer) -> Bool {
    var gzip: Int?
    var identity: Int?
    var any: Int?
    field.forEachListElement { element in
      let semicolon = element.firstIndex(of: 0x3B, from: 0) ?? element.count
      let coding = element.slice(0..<semicolon).trimmed
      let quality = quality(element.slice(semicolon..<element.count))
      if coding.holdsIgnoringCase("gzip") || coding.holdsIgnoringCase("x-gzip") {
        gzip = quality
      } else if coding.holdsIgnoringCase("identity") {
        identity = quality
      } else if coding.holds("*") {
        any = quality
      }
    }
    let value = gzip ?? any ?? 0
    return value > 0 && value >= identity ?? 0
  }

  /// `;q=0.5` in thousandths; 1000 without one, 0 for a malformed one.
  private static func quality(_ parameters: UnsafeRawBufferPointer) -> Int {
    guard let equals = parameters.firstIndex(of: 0x3D, from: 0) else { return 1_000 }
    let name = parameters.slice(min(1, equals)..<equals).trimmed
    guard name.holdsIgnoringCase("q") else { return 1_000 }
    let value = parameters.slice(equals + 1..<parameters.count).trimmed
    guard let first = value.first, first == 0x30 || first == 0x31, value.count <= 5 else {
      return 0
    }
    if value.count == 1 { return first == 0x31 ? 1_000 : 0 }
    guard value[1] == 0x2E else { return 0 }
    var thousandths = 0
    var weight = 100
    for byte in value.dropFirst(2) {
      guard byte.isDigit else { return 0 }
      thousandths += Int(byte &- 0x30) * weight
      weight /= 10
    }
    // 1 has no other fraction than zeros.
    if first == 0x31 { return thousandths == 0 ? 1_000 : 0 }
    return thousandths
  }
}
