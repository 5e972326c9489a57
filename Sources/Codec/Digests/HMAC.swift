/// HMAC with SHA-256 (RFC 2104).
public enum HMACSHA256 {
  public static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > SHA256.blockSize ? SHA256.hash(key) : key
    block.append(contentsOf: repeatElement(0, count: SHA256.blockSize - block.count))
    let inner = SHA256.hash(block.map { $0 ^ 0x36 } + message)
    return SHA256.hash(block.map { $0 ^ 0x5C } + inner)
  }

  /// ``constantTimeEqual(_:_:)``, where a code is checked.
  public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    constantTimeEqual(left, right)
  }
}

/// Compares in time that depends on the lengths alone, so that no signature is guessed byte by byte.
@inline(never)
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for (a, b) in zip(left, right) { difference |= a ^ b }
  return difference == 0
}
