import Foundation

/// IP addresses as text.
enum NumericAddress {
  /// The one usual form of an IPv4 or IPv6 address (RFC 5952), or `nil` where it is none.
  static func canonical(_ text: String) -> String? {
    for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: size)
      guard inet_pton(family, text, &bytes) == 1 else { continue }
      var form = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 1)
      guard inet_ntop(family, bytes, &form, socklen_t(form.count)) != nil else { return nil }
      return form.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return nil
  }
}
