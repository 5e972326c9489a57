/// What was agreed on for permessage-deflate (RFC 7692 §7.1).
struct DeflateParameters: Equatable, Sendable {
  /// The window that the server's messages may use, as a power of two; 8 to 15.
  var serverWindowBits = 15
  var saysServerWindowBits = false
  var clientWindowBits: Int?
  /// Whether the client's messages build upon each other.
  var clientKeepsContext = true

  /// Chooses the first offer that can be met.
  /// - Parameter offers: values of Sec-WebSocket-Extensions.
  static func negotiate(_ offers: UnsafeRawBufferPointer) -> DeflateParameters? {
    var chosen: DeflateParameters?
    offers.forEachListElement { offer in
      if chosen == nil { chosen = DeflateParameters(offer: offer) }
    }
    return chosen
  }

  init() {}

  /// - Returns: nil where the offer is of another extension, or has to be declined (§7.1, §5.1).
  private init?(offer: UnsafeRawBufferPointer) {
    var parts: [UnsafeRawBufferPointer] = []
    var start = 0
    while start <= offer.count {
      let end = offer.firstIndex(of: 0x3B, from: start) ?? offer.count
      parts.append(offer.slice(start..<end).trimmed)
      start = end + 1
    }
    guard let name = parts.first, name.holdsIgnoringCase("permessage-deflate") else { return nil }
    var seen: Set<String> = []
    for part in parts.dropFirst() {
      let equals = part.firstIndex(of: 0x3D, from: 0) ?? part.count
      let name = String(decoding: part.slice(0..<equals).trimmed, as: UTF8.self).lowercased()
      guard seen.insert(name).inserted else { return nil }
      let value = equals < part.count ? part.slice(equals + 1..<part.count).trimmed : nil
      guard take(name, value) else { return nil }
    }
  }

  private mutating func take(_ name: String, _ value: UnsafeRawBufferPointer?) -> Bool {
    switch name {
    case "server_no_context_takeover": return value == nil
    case "client_no_context_takeover":
      clientKeepsContext = false
      return value == nil
    case "server_max_window_bits":
      guard let bits = value.flatMap(Self.bits) else { return false }
      serverWindowBits = bits
      saysServerWindowBits = true
      return true
    case "client_max_window_bits":
      guard let value else { return true }
      clientWindowBits = Self.bits(value)
      return clientWindowBits != nil
    default: return false
    }
  }

  /// 8 to 15, without leading zero, perhaps quoted (§7.1.2, RFC 6455 §9.1).
  private static func bits(_ value: UnsafeRawBufferPointer) -> Int? {
    var digits = value
    if value.count >= 2, value.first == 0x22, value.last == 0x22 {
      digits = value.slice(1..<value.count - 1)
    }
    guard (1...2).contains(digits.count), digits.first != 0x30, digits.allSatisfy(\.isDigit) else {
      return nil
    }
    let bits = digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    return (8...15).contains(bits) ? bits : nil
  }

  /// The value of the answer's Sec-WebSocket-Extensions.
  ///
  /// The server never keeps its context: so a message is compressed once for all its receivers.
  var answer: String {
    var text = "permessage-deflate; server_no_context_takeover"
    if !clientKeepsContext { text += "; client_no_context_takeover" }
    if saysServerWindowBits { text += "; server_max_window_bits=\(serverWindowBits)" }
    if let clientWindowBits { text += "; client_max_window_bits=\(clientWindowBits)" }
    return text
  }

  /// zlib's smallest window is 2^9, of which it uses 250 bytes: that fits 2^8 too.
  var zlibWindowBits: Int { max(9, serverWindowBits) }
}
