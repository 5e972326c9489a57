/// The textual encoding of keys (RFC 7468).
enum PEM {
  /// The bytes of the first block with this label, or `nil`.
  static func decode(_ text: String, label: String) -> [UInt8]? {
    // RFC 7468 §3: what stands before and after the block is passed over.
    guard let start = text.firstRange(of: "-----BEGIN \(label)-----"),
      let end = text[start.upperBound...].firstRange(of: "-----END \(label)-----")
    else { return nil }
    return Base64.decode(text[start.upperBound..<end.lowerBound].utf8)
  }
}
