import Foundation

/// The URLs that clients are given, below one base URL.
struct Links: Sendable, Hashable {
  /// Without a slash at its end: `http://127.0.0.1:8080`.
  let base: String

  /// A report's signed URL.
  func report(_ name: String, _ signer: URLSigner) -> String {
    base + signer.sign("/reports/" + Self.encoded(name))
  }

  /// A drawing's signed URL; its name stands at the end, so that a saved file is called so.
  func drawing(_ session: String, _ number: Int, _ name: String, _ signer: URLSigner) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? "drawing"
    return base + signer.sign("/drawings/\(session)/\(number)/\(Self.encoded(file))")
  }

  /// The lasting URL that leads to a freshly signed one.
  func open(_ session: String, _ number: Int) -> String { "\(base)/open/\(session)/\(number)" }

  /// Percent-encodes one segment of a path (RFC 3986 §3.3).
  static func encoded(_ segment: String) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(segment.utf8.count)
    for byte in segment.utf8 {
      if isUnreserved(byte) {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// RFC 3986 §2.3.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
