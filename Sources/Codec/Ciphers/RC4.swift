/// The stream cipher of PDF's first encryption (ISO 32000-2 §7.6.3.2), broken long since.
public struct RC4: Sendable {
  private var state: [UInt8] = Array(0...255)
  private var i: UInt8 = 0
  private var j: UInt8 = 0

  /// - Parameter key: 1 to 256 bytes; without any, the cipher leaves everything as it is mixed by
  ///   a key of zero.
  public init(key: [UInt8]) {
    let key = key.isEmpty ? [0] : key
    var j: UInt8 = 0
    for i in 0..<256 {
      j = j &+ state[i] &+ key[i % key.count]
      state.swapAt(i, Int(j))
    }
  }

  /// Encrypts or decrypts the next bytes in place.
  public mutating func apply(to bytes: inout [UInt8]) {
    state.withUnsafeMutableBufferPointer { state in
      bytes.withUnsafeMutableBufferPointer { bytes in
        for index in bytes.indices {
          i = i &+ 1
          let a = state[Int(i)]
          j = j &+ a
          let b = state[Int(j)]
          state[Int(i)] = b
          state[Int(j)] = a
          bytes[index] ^= state[Int(a &+ b)]
        }
      }
    }
  }
}
