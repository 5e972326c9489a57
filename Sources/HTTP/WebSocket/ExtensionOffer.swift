/// One element of Sec-WebSocket-Extensions (RFC 6455 §9.1).
struct ExtensionOffer: Equatable {
  struct Parameter: Equatable {
    /// Lower case.
    let name: String
    let value: String?
  }

  /// Lower case.
  let name: String
  let parameters: [Parameter]

  /// Reads a whole field; empty elements count for nothing.
  ///
  /// A quoted value has to be a token too (§9.1), so that no separator stands in one.
  /// - Returns: nil where the field breaks the grammar.
  static func list(_ field: UnsafeRawBufferPointer) -> [ExtensionOffer]? {
    var offers: [ExtensionOffer] = []
    for element in pieces(field, 0x2C) where !element.isEmpty {
      guard let offer = ExtensionOffer(element) else { return nil }
      offers.append(offer)
    }
    return offers
  }

  /// token *( `;` token [ `=` ( token / quoted-string ) ] )
  private init?(_ element: UnsafeRawBufferPointer) {
    let parts = Self.pieces(element, 0x3B)
    guard let first = parts.first, let name = Self.token(first) else { return nil }
    var parameters: [Parameter] = []
    for part in parts.dropFirst() {
      let equals = part.firstIndex(of: 0x3D, from: 0)
      guard let name = Self.token(part.slice(0..<(equals ?? part.count)).trimmed) else {
        return nil
      }
      var value: String?
      if let equals {
        value = Self.value(part.slice(equals + 1..<part.count).trimmed)
        if value == nil { return nil }
      }
      parameters.append(Parameter(name: name.lowercased(), value: value))
    }
    self.name = name.lowercased()
    self.parameters = parameters
  }

  private static func pieces(
    _ bytes: UnsafeRawBufferPointer, _ separator: UInt8
  ) -> [UnsafeRawBufferPointer] {
    bytes.split(separator: separator, omittingEmptySubsequences: false).map {
      UnsafeRawBufferPointer(rebasing: $0).trimmed
    }
  }

  private static func token(_ bytes: some Collection<UInt8>) -> String? {
    guard !bytes.isEmpty, bytes.allSatisfy(\.isTokenCharacter) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A token, perhaps in quotes and with escapes there.
  private static func value(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard bytes.first == 0x22 else { return token(bytes) }
    guard bytes.count >= 2, bytes.last == 0x22 else { return nil }
    return token(bytes.slice(1..<bytes.count - 1).filter { $0 != 0x5C })
  }
}
