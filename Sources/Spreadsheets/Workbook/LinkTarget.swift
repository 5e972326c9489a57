/// A URL as a workbook holds it: the part before `#` in the relationship, the rest beside the cell
/// (ECMA-376-1 §18.3.1.47).
struct LinkTarget {
  let address: String
  let location: String?

  /// Characters that are not of RFC 3986 are percent-encoded: Excel refuses the file otherwise.
  init(_ url: String) {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    address = Self.encoded(parts.first.map(String.init) ?? "")
    location = parts.count > 1 ? String(parts[1]) : nil
  }

  /// Characters that count against Excel's limit.
  var length: Int { address.utf8.count + (location.map { $0.utf16.count + 1 } ?? 0) }

  private static func encoded(_ text: String) -> String {
    let url = Array(text.utf8)
    let hostEnd = authorityEnd(url)
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(url.count)
    for (index, byte) in url.enumerated() {
      let stays =
        switch byte {
        case 0x25: isHexadecimal(url, index + 1) && isHexadecimal(url, index + 2)
        // The address of an IPv6 host (RFC 3986 §3.2.2).
        case 0x5B, 0x5D: index < hostEnd
        default: isAllowed(byte)
        }
      if stays {
        bytes.append(byte)
      } else {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where the part after `scheme://` ends.
  private static func authorityEnd(_ url: [UInt8]) -> Int {
    guard let colon = url.firstIndex(of: 0x3A), url[colon...].starts(with: "://".utf8) else {
      return 0
    }
    let start = colon + 3
    return url[start...].firstIndex { $0 == 0x2F || $0 == 0x3F } ?? url.count
  }

  private static func isHexadecimal(_ url: [UInt8], _ index: Int) -> Bool {
    guard index < url.count else { return false }
    switch url[index] {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: return true
    default: return false
    }
  }

  /// Unreserved and reserved (RFC 3986 §2.2-3), without `#`, `[` and `]`.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x21, 0x24, 0x26...0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40, 0x5F, 0x7E: true
    default: false
    }
  }
}
