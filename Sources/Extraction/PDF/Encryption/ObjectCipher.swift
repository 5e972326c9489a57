internal import Codec

/// How an encrypted document enciphers data (ISO 32000-2 §7.6.6, table 25: `CFM`).
enum CipherMethod {
  case identity
  case rc4
  /// AES in CBC mode; the first block is the initialisation vector.
  case aes128
  /// AES with a 256-bit key, which is the file's for every object.
  case aes256
}

/// Deciphers the strings or the stream of one indirect object (ISO 32000-2 §7.6.3).
struct ObjectCipher {
  private let method: CipherMethod
  private let key: [UInt8]

  /// Derives the object's key from the file's (algorithm 1, or 1.A, which derives nothing).
  init(_ method: CipherMethod, fileKey: [UInt8], reference: PDFObject.Reference) {
    self.method = method
    guard method == .rc4 || method == .aes128 else {
      key = fileKey
      return
    }
    var seed = fileKey
    for shift in [0, 8, 16] { seed.append(UInt8(truncatingIfNeeded: reference.number >> shift)) }
    for shift in [0, 8] { seed.append(UInt8(truncatingIfNeeded: reference.generation >> shift)) }
    if method == .aes128 { seed += [0x73, 0x41, 0x6C, 0x54] }
    key = Array(MD5.hash(seed).prefix(min(16, fileKey.count + 5)))
  }

  func decrypt(string: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    decrypt(UnsafeRawBufferPointer(string))
  }

  /// The plain bytes; of AES data that is no whole number of blocks, what can be had.
  func decrypt(_ data: UnsafeRawBufferPointer) -> [UInt8] {
    switch method {
    case .identity: return Array(data)
    case .rc4:
      var plain = Array(data)
      var cipher = RC4(key: key)
      cipher.apply(to: &plain)
      return plain
    case .aes128, .aes256:
      guard data.count > AES.blockSize, let cipher = AES(key: key) else { return [] }
      let body = UnsafeRawBufferPointer(rebasing: data[AES.blockSize...])
      return cipher.decryptCBC(
        body, initial: Array(data.prefix(AES.blockSize)), padding: .pkcs7)
    }
  }
}
