internal import Codec

/// What an encryption dictionary holds to check a password by (ISO 32000-2 §7.6.4.2, table 21).
struct PasswordCheck {
  let revision: Int
  /// Bytes of the file key.
  private let keyLength: Int
  private let owner: [UInt8]
  private let user: [UInt8]
  private let ownerKey: [UInt8]
  private let userKey: [UInt8]
  private let permissions: UInt32
  private let identifier: [UInt8]
  private let encryptsMetadata: Bool

  /// Nil when an entry that is needed is missing or too short.
  init?(_ encryption: PDFDictionary, version: Int, of document: PDFDocument) {
    revision = document.integer(encryption, Name("R")) ?? 0
    guard (2...6).contains(revision), let owner = document.string(encryption, Name("O")),
      let user = document.string(encryption, Name("U"))
    else { return nil }
    let needed = revision >= 5 ? 48 : 32
    guard owner.count >= needed, user.count >= needed else { return nil }
    self.owner = Array(owner.prefix(needed))
    self.user = Array(user.prefix(needed))
    ownerKey = document.string(encryption, Name("OE")) ?? []
    userKey = document.string(encryption, Name("UE")) ?? []
    permissions = UInt32(truncatingIfNeeded: document.integer(encryption, Name("P")) ?? 0)
    encryptsMetadata = document.boolean(encryption, Name("EncryptMetadata")) ?? true
    let first = document.array(document.trailer, .identifier)?.first
    identifier = first.flatMap { document.resolve($0).string } ?? []
    keyLength = Self.keyLength(encryption, version: version, of: document)
  }

  /// Bytes of the file key: `Length` is in bits, though some writers count bytes.
  private static func keyLength(_ encryption: PDFDictionary, version: Int, of document: PDFDocument)
    -> Int
  {
    if version < 2 { return 5 }
    let fallback = version >= 4 ? 128 : 40
    var bits = document.integer(encryption, .length) ?? fallback
    if bits < 40 { bits = bits > 0 && bits <= 16 ? bits * 8 : fallback }
    if version == 4 { bits = max(bits, 128) }
    return min(16, max(5, bits / 8))
  }

  /// The file key, when `password` is the user's or the owner's.
  func fileKey(_ password: [UInt8]) -> [UInt8]? {
    if revision >= 5 { return modernKey(Array(password.prefix(127))) }
    if let key = userKey(padded(password)) { return key }
    return userKey(userPassword(byOwner: password))
  }

  // MARK: Revisions 2 to 4

  /// §7.6.4.3.2, step a.
  private static let padding: [UInt8] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
  ]

  private func padded(_ password: [UInt8]) -> [UInt8] {
    Array((password + Self.padding).prefix(32))
  }

  /// Algorithm 2, checked by algorithm 6.
  private func userKey(_ password: [UInt8]) -> [UInt8]? {
    var seed = password + owner
    for shift in [0, 8, 16, 24] { seed.append(UInt8(truncatingIfNeeded: permissions >> shift)) }
    seed += identifier
    if revision >= 4, !encryptsMetadata { seed += [0xFF, 0xFF, 0xFF, 0xFF] }
    var key = MD5.hash(seed)
    if revision >= 3 {
      for _ in 0..<50 { key = MD5.hash(Array(key.prefix(keyLength))) }
    }
    key = Array(key.prefix(keyLength))
    if revision == 2 {
      return Self.enciphered(Self.padding, key) == user ? key : nil
    }
    var check = MD5.hash(Self.padding + identifier)
    for round in 0..<20 {
      check = Self.enciphered(check, key.map { $0 ^ UInt8(round) })
    }
    return check == Array(user.prefix(16)) ? key : nil
  }

  /// Algorithm 7: the padded user password, as the owner's deciphers it.
  private func userPassword(byOwner password: [UInt8]) -> [UInt8] {
    var key = MD5.hash(padded(password))
    if revision >= 3 {
      for _ in 0..<50 { key = MD5.hash(key) }
    }
    key = Array(key.prefix(keyLength))
    var plain = owner
    for round in stride(from: revision == 2 ? 0 : 19, through: 0, by: -1) {
      plain = Self.enciphered(plain, key.map { $0 ^ UInt8(round) })
    }
    return plain
  }

  private static func enciphered(_ data: [UInt8], _ key: [UInt8]) -> [UInt8] {
    var cipher = RC4(key: key)
    var data = data
    cipher.apply(to: &data)
    return data
  }

  // MARK: Revisions 5 and 6

  /// Algorithm 2.A.
  private func modernKey(_ password: [UInt8]) -> [UInt8]? {
    if hash(password, salt: user[32..<40], []) == Array(user.prefix(32)) {
      return unwrap(userKey, by: hash(password, salt: user[40..<48], []))
    }
    if hash(password, salt: owner[32..<40], user) == Array(owner.prefix(32)) {
      return unwrap(ownerKey, by: hash(password, salt: owner[40..<48], user))
    }
    return nil
  }

  private func unwrap(_ wrapped: [UInt8], by key: [UInt8]) -> [UInt8]? {
    guard wrapped.count >= 32, let cipher = AES(key: key) else { return nil }
    let zero = [UInt8](repeating: 0, count: AES.blockSize)
    return wrapped.prefix(32).withUnsafeBytes { cipher.decryptCBC($0, initial: zero) }
  }

  /// Algorithm 2.B; in revision 5 only its first step.
  private func hash(_ password: [UInt8], salt: ArraySlice<UInt8>, _ user: [UInt8]) -> [UInt8] {
    var key = SHA256.hash(password + salt + user)
    guard revision >= 6 else { return key }
    var round = 0
    while true {
      let once = password + key + user
      var long: [UInt8] = []
      long.reserveCapacity(once.count * 64)
      for _ in 0..<64 { long += once }
      guard let cipher = AES(key: Array(key.prefix(16))) else { return key }
      let mixed = long.withUnsafeBytes { cipher.encryptCBC($0, initial: Array(key[16..<32])) }
      // The first 16 bytes as a number, modulo 3; 256 is 1 modulo 3.
      switch mixed.prefix(16).reduce(0, { $0 + Int($1) }) % 3 {
      case 0: key = SHA256.hash(mixed)
      case 1: key = SHA384.hash(mixed)
      default: key = SHA512.hash(mixed)
      }
      round += 1
      if round >= 64, Int(mixed.last ?? 0) <= round - 32 { return Array(key.prefix(32)) }
    }
  }
}
