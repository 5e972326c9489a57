internal import Codec

/// Close codes (RFC 6455 §7.4, and the IANA registry).
enum CloseCode {
  static let normal: UInt16 = 1_000
  static let goingAway: UInt16 = 1_001
  static let protocolError: UInt16 = 1_002
  static let unacceptable: UInt16 = 1_003
  /// Told to the application where the client gave none; never sent.
  static let none: UInt16 = 1_005
  /// Told to the application where the connection was lost; never sent.
  static let lost: UInt16 = 1_006
  static let invalidData: UInt16 = 1_007
  static let policyViolation: UInt16 = 1_008
  static let tooBig: UInt16 = 1_009
  static let tryAgainLater: UInt16 = 1_013

  /// Whether the code may be sent.
  static func isValid(_ code: UInt16) -> Bool {
    switch code {
    case 1_000...1_003, 1_007...1_014, 3_000...4_999: true
    default: false
    }
  }

  /// A close frame's payload; an invalid code becomes 1000, a long reason is cut.
  static func payload(_ code: UInt16, _ reason: String) -> [UInt8] {
    let code = isValid(code) ? code : normal
    var payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
    for character in reason {
      let bytes = Array(String(character).utf8)
      // RFC 6455 §5.5: a control frame has at most 125 bytes.
      if payload.count + bytes.count > 125 { break }
      payload.append(contentsOf: bytes)
    }
    return payload
  }

  /// What a close frame's payload says.
  enum Parsed: Equatable {
    case code(UInt16)
    case violation(UInt16, String)
  }

  static func parse(_ payload: UnsafeRawBufferPointer) -> Parsed {
    if payload.isEmpty { return .code(none) }
    guard payload.count >= 2 else { return .violation(protocolError, "a close code of one byte") }
    let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
    guard isValid(code) else { return .violation(protocolError, "an invalid close code") }
    var validator = UTF8Validator()
    guard validator.accept(payload.slice(2..<payload.count)), validator.isComplete else {
      return .violation(invalidData, "the close reason is not UTF-8")
    }
    return .code(code)
  }
}
