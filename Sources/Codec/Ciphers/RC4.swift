/// RC4, as PDF's old encryption uses it (ISO 32000-2 §7.6.2); broken as a cipher, never for new data.
public struct RC4 {
  private var state: [UInt8]
  private var i: UInt8 = 0
  private var j: UInt8 = 0

  /// - Parameter key: 1 to 256 bytes; an empty one counts as a zero byte.
  public init(key: [UInt8]) {
    let key = key.isEmpty ? [0] : key
    state = (0...255).map { UInt8($0) }
    var j: UInt8 = 0
    for i in 0..<256 {
      j = j &+ state[i] &+ key[i % key.count]
      state.swapAt(i, Int(j))
    }
  }

  /// Enciphers or deciphers the next bytes, which is the same.
  public mutating func apply(_ input: UnsafeRawBufferPointer) -> [UInt8] {
    let count = input.count
    return [UInt8](unsafeUninitializedCapacity: count) { output, written in
      state.withUnsafeMutableBufferPointer { state in
        for at in 0..<count {
          i = i &+ 1
          let a = state[Int(i)]
          j = j &+ a
          let b = state[Int(j)]
          state[Int(i)] = b
          state[Int(j)] = a
          output[at] = input[at] ^ state[Int(a &+ b)]
        }
      }
      written = count
    }
  }

  public mutating func apply(_ input: [UInt8]) -> [UInt8] {
    input.withUnsafeBytes { apply($0) }
  }
}
