/// What was agreed on for permessage-deflate (RFC 7692 §7.1).
struct DeflateParameters: Equatable, Sendable {
  /// The window that the server's messages may use, as a power of two; 8 to 15.
  var serverWindowBits = 15
  var saysServerWindowBits = false
  var clientWindowBits: Int?
  /// Whether the client's messages build upon each other.
  var clientKeepsContext = true

  /// Chooses the first offer that can be met.
  static func negotiate(_ offers: [ExtensionOffer]) -> DeflateParameters? {
    for offer in offers {
      if let chosen = DeflateParameters(offer: offer) { return chosen }
    }
    return nil
  }

  init() {}

  /// - Returns: nil where the offer is of another extension, or has to be declined (§7.1, §5.1).
  private init?(offer: ExtensionOffer) {
    guard offer.name == "permessage-deflate" else { return nil }
    var seen: Set<String> = []
    for parameter in offer.parameters {
      guard seen.insert(parameter.name).inserted, take(parameter.name, parameter.value) else {
        return nil
      }
    }
  }

  private mutating func take(_ name: String, _ value: String?) -> Bool {
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

  /// 8 to 15, without leading zero (§7.1.2).
  private static func bits(_ value: String) -> Int? {
    (8...15).first { String($0) == value }
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
