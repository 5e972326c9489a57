/// Deciphers an encrypted document by the standard security handler (ISO 32000-2 §7.6.4), all its revisions.
struct SecurityHandler {
  private let fileKey: [UInt8]
  private let streams: CipherMethod
  private let strings: CipherMethod
  /// Crypt filters by name, for streams that choose their own.
  private let filters: [Name: CipherMethod]
  private let encryptsMetadata: Bool

  /// Tries the empty password and then those of ``Limits/passwords``.
  /// - Throws: `encrypted` when none fits or the handler is not the standard one.
  init(_ encryption: PDFDictionary, of document: PDFDocument) throws(ExtractionError) {
    let handler = document.name(encryption, .filter)
    guard handler == nil || handler == Self.standard else {
      throw .encrypted(
        "encrypted for certain recipients (\(handler?.text ?? "")), not by a password")
    }
    let version = document.integer(encryption, Self.version) ?? 0
    encryptsMetadata = document.boolean(encryption, Self.encryptMetadata) ?? true
    filters = Self.cryptFilters(encryption, of: document)
    switch version {
    case 0...3:
      streams = .rc4
      strings = .rc4
    case 4, 5, 6:
      streams = filters[document.name(encryption, Self.streamFilter) ?? .init("")] ?? .identity
      strings = filters[document.name(encryption, Self.stringFilter) ?? .init("")] ?? .identity
    default: throw .encrypted("encrypted in a way that is not known (version \(version))")
    }
    if streams == .identity, strings == .identity {
      // Only attachments are enciphered (§7.6.6, `EFF`): the pages need no password.
      fileKey = []
      return
    }
    guard let values = PasswordCheck(encryption, version: version, of: document) else {
      throw .encrypted("encrypted, and what is needed to decipher it is missing")
    }
    fileKey = try Self.fileKey(values, budget: document.budget)
  }

  /// The key by the first password that fits. A try costs some milliseconds in revision 6.
  private static func fileKey(_ check: PasswordCheck, budget: Budget) throws(ExtractionError)
    -> [UInt8]
  {
    if let key = check.fileKey([]) { return key }
    for password in budget.limits.passwords {
      for bytes in PasswordForms.bytes(of: password, revision: check.revision) {
        try budget.checkClock()
        if let key = check.fileKey(bytes) { return key }
      }
    }
    throw .encrypted(
      budget.limits.passwords.isEmpty
        ? "encrypted: it needs a password to open"
        : "encrypted: none of the configured passwords opens it")
  }

  /// The cipher of an object's strings, or nil when they are plain.
  func cipher(for reference: PDFObject.Reference) -> ObjectCipher? {
    if strings == .identity { return nil }
    return ObjectCipher(strings, fileKey: fileKey, reference: reference)
  }

  /// The plain bytes of a stream, or nil when they are not encrypted.
  func decrypt(_ stream: PDFStream, _ raw: UnsafeRawBufferPointer, of document: PDFDocument)
    -> [UInt8]?
  {
    guard let reference = stream.reference else { return nil }
    let type = document.name(stream.dictionary, .type)
    // §7.5.8.2: the cross-reference is never encrypted.
    if type == .xref || (type == Self.metadata && !encryptsMetadata) { return nil }
    var method = streams
    if let step = document.filterSteps(stream.dictionary).first, step.filter == .crypt {
      let name = step.parameters.flatMap { document.name($0, Self.name) } ?? Self.identity
      method = filters[name] ?? .identity
    }
    if method == .identity { return nil }
    return ObjectCipher(method, fileKey: fileKey, reference: reference).decrypt(raw)
  }

  /// The methods of the crypt filters (§7.6.6).
  private static func cryptFilters(_ encryption: PDFDictionary, of document: PDFDocument)
    -> [Name: CipherMethod]
  {
    guard let all = document.dictionary(encryption, cryptFilters) else { return [:] }
    var methods: [Name: CipherMethod] = [:]
    for at in 0..<all.count {
      guard let filter = document.resolve(all.values[at]).dictionary else { continue }
      switch document.name(filter, method) {
      case Name("V2"): methods[all.keys[at]] = .rc4
      case Name("AESV2"): methods[all.keys[at]] = .aes128
      case Name("AESV3"), Name("AESV4"): methods[all.keys[at]] = .aes256
      default: methods[all.keys[at]] = .identity
      }
    }
    methods[identity] = .identity
    return methods
  }

  private static let standard = Name("Standard")
  private static let version = Name("V")
  private static let encryptMetadata = Name("EncryptMetadata")
  private static let streamFilter = Name("StmF")
  private static let stringFilter = Name("StrF")
  private static let cryptFilters = Name("CF")
  private static let method = Name("CFM")
  private static let metadata = Name("Metadata")
  private static let identity = Name("Identity")
  private static let name = Name("Name")
}
