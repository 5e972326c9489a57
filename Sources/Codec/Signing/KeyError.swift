/// Why a text is no private key that can sign. Says where, never what the key holds.
public enum KeyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No `-----BEGIN PRIVATE KEY-----`, or what stands in it is no base 64.
  case notPEM
  /// The ASN.1 is not what it should be: the byte and what was expected there.
  case malformed(at: Int, expected: String)
  /// A key of another algorithm, or of a size that is not used.
  case unsupported(String)

  public var description: String {
    switch self {
    case .notPEM: "not a PEM private key"
    case .malformed(let offset, let expected):
      "malformed key at byte \(offset): expected \(expected)"
    case .unsupported(let what): "unsupported key: \(what)"
    }
  }
}
