internal import Glibc

/// Peers whose word about the client counts: single addresses, ranges, clients of a Unix socket.
public struct TrustedProxies: Sendable, Equatable {
  private var ranges: [AddressRange] = []
  private var trustsUnix = false

  public init() {}

  /// Adds an address (`127.0.0.1`, `fd00::1`), a range (`10.0.0.0/8`, `fd00::/8`; RFC 4632, RFC 4291
  /// §2.3), or `unix` for whoever connects by a Unix socket.
  /// - Returns: false where `entry` is none of these.
  public mutating func insert(_ entry: String) -> Bool {
    if entry == "unix" {
      trustsUnix = true
      return true
    }
    guard let range = AddressRange(entry) else { return false }
    ranges.append(range)
    return true
  }

  var isEmpty: Bool { ranges.isEmpty && !trustsUnix }

  /// - Parameter peer: a numeric address, or `unix`.
  func contains(_ peer: String) -> Bool {
    if peer == "unix" { return trustsUnix }
    guard !ranges.isEmpty, let address = AddressRange.bytes(of: peer) else { return false }
    return ranges.contains { $0.contains(address) }
  }
}

/// Addresses that begin with the same bits; IPv4 as IPv6 writes it (RFC 4291 §2.5.5.2).
struct AddressRange: Sendable, Equatable {
  /// The bits that count; the others are 0.
  private let prefix: UInt128
  private let mask: UInt128

  /// - Returns: nil where `text` is no numeric address, alone or with a slash and its prefix's length.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = Self.bytes(of: String(parts[0])) else { return nil }
    let bits = parts[0].contains(":") ? 128 : 32
    var length = bits
    if parts.count == 2 {
      guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(\.isDigit),
        let given = Int(parts[1]), given <= bits
      else { return nil }
      length = given
    }
    mask = length + 128 - bits == 0 ? 0 : UInt128.max << UInt128(bits - length)
    prefix = address & mask
  }

  func contains(_ address: UInt128) -> Bool { address & mask == prefix }

  /// An address as a number; nil where `text` is none.
  static func bytes(of text: String) -> UInt128? {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET6, text, &bytes) != 1 {
      var short = [UInt8](repeating: 0, count: 4)
      guard inet_pton(AF_INET, text, &short) == 1 else { return nil }
      bytes = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + short
    }
    return bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }
}
