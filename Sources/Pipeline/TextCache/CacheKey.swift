import Codec
import Extraction

/// What a drawing's text is kept under: 256 bits of a digest of all that the text follows from.
struct CacheKey: Hashable, Sendable {
  /// The row's number in the cache's file.
  let id: Int64
  /// The rest of the digest, which is kept with the text and compared.
  let check: Check

  struct Check: Hashable, Sendable {
    let first, second, third: UInt64
  }

  fileprivate init(_ digest: consuming SHA256) {
    let words = digest.finalize().withUnsafeBytes { raw in
      stride(from: 0, to: 32, by: 8).map { raw.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
    }
    id = Int64(bitPattern: words[0])
    check = Check(first: words[1], second: words[2], third: words[3])
  }
}

/// Makes keys for one set of limits.
struct CacheKeys: Sendable {
  /// Raised when the form of cached text changes.
  private static let formatVersion = 3

  /// A digest that has taken in what holds for all keys.
  private let common: SHA256

  /// - Parameter maxFileBytes: the largest drawing that is read: a larger one has no text.
  init(limits: Limits, maxFileBytes: Int) {
    let words =
      Verdict.allCases.map(\.rawValue) + Page.Kind.allCases.map(\.rawValue)
      + Format.allCases.map(\.rawValue)
    var digest = SHA256()
    digest.add("\(Self.formatVersion) \(Extractor.version) \(maxFileBytes)")
    // Every limit by name and value: a new one is part of the key by itself.
    digest.add("\(limits)")
    digest.add(words.joined(separator: " "))
    common = digest
  }

  /// The key of a drawing that its source can tell from every other without opening it.
  func key(source: String, name: String) -> CacheKey {
    var digest = common
    digest.add("source")
    digest.add(source)
    digest.add(Self.ending(of: name))
    return CacheKey(digest)
  }

  /// The key of a drawing by its content.
  func key(content: [UInt8], name: String) -> CacheKey {
    var digest = common
    digest.add("content")
    digest.add(Self.ending(of: name))
    content.withUnsafeBytes { digest.update($0) }
    return CacheKey(digest)
  }

  /// The extension, which tells a table from other text (``Extractor``).
  private static func ending(of name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return name[dot...].lowercased()
  }
}

extension SHA256 {
  /// Adds a text with its length before it, so that no two lists of texts look alike.
  fileprivate mutating func add(_ text: String) {
    var bytes: [UInt8] = []
    bytes.append(text: text)
    bytes.withUnsafeBytes { update($0) }
  }
}
