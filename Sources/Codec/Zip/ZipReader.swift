/// Why an archive or an entry can't be read.
public enum ZipError: Error, Equatable, Sendable {
  case notZip
  case damaged(String)
  case encrypted(String)
  case unsupportedMethod(Int, entry: String)
  case tooLarge(entry: String, limit: Int)
  case tooManyEntries(Int)
  /// A name of that many bytes, to be written; 65,535 is the most (APPNOTE §4.4.10).
  case nameTooLong(Int)
}

/// One entry of an archive, as its central directory describes it.
public struct ZipEntry: Sendable, Equatable {
  /// As stored: with `/`, possibly unsafe. Ends in `/` for a folder.
  public let name: String
  /// What the directory claims; ``ZipReader/contents(of:limit:)`` doesn't trust it.
  public let compressedSize: Int
  public let size: Int
  public let method: Int
  public let checksum: UInt32
  public let isEncrypted: Bool
  let headerOffset: Int

  public var isFolder: Bool { name.hasSuffix("/") }

  /// The name as a relative path without `..`, drive letters or a leading slash, or `nil`
  /// where it would lead out of the folder it is unpacked to.
  public var safePath: String? {
    let parts = name.replacing("\\", with: "/").split(separator: "/").filter { $0 != "." }
    guard !parts.isEmpty, !parts.contains(".."), !name.hasPrefix("/"), !parts[0].contains(":"),
      !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { return nil }
    return parts.joined(separator: "/")
  }
}

/// Reads an archive in memory (APPNOTE 6.3.10): stored and deflated entries, ZIP64.
///
/// The central directory is the truth; every offset and size in it is checked.
public struct ZipReader: Sendable {
  /// Most entries of one archive: a directory of a million entries takes about 100 MB.
  public static let entryLimit = 1_000_000

  public let entries: [ZipEntry]
  private let bytes: [UInt8]

  public init(_ bytes: [UInt8]) throws(ZipError) {
    self.bytes = bytes
    let (entries, failure) = bytes.withUnsafeBytes { raw -> ([ZipEntry], ZipError?) in
      do throws(ZipError) {
        return (try ZipDirectory(reader: ByteReader(bytes: raw)).entries(), nil)
      } catch { return ([], error) }
    }
    if let failure { throw failure }
    self.entries = entries
  }

  /// The entry's bytes, its checksum verified.
  /// - Parameter limit: most bytes it may inflate to.
  public func contents(of entry: ZipEntry, limit: Int) throws(ZipError) -> [UInt8] {
    if entry.isEncrypted { throw .encrypted(entry.name) }
    guard entry.size <= limit else { throw .tooLarge(entry: entry.name, limit: limit) }
    var output: [UInt8] = []
    // Deflate makes at most 1,032 bytes of one: a size beyond that is a lie.
    let plausible = entry.compressedSize.multipliedReportingOverflow(by: 1_032)
    if !plausible.overflow, entry.size <= plausible.partialValue {
      output.reserveCapacity(min(entry.size, bytes.count &* 1_032) + 1)
    }
    let failure = bytes.withUnsafeBytes { raw -> ZipError? in
      extract(entry, ByteReader(bytes: raw), limit, &output)
    }
    if let failure { throw failure }
    guard CRC32.of(output) == entry.checksum else {
      throw .damaged("checksum of \(entry.name) is wrong")
    }
    return output
  }

  private func extract(
    _ entry: ZipEntry, _ reader: ByteReader, _ limit: Int, _ output: inout [UInt8]
  ) -> ZipError? {
    // APPNOTE §4.3.7: the local header's own name and extra lengths lead to the data.
    guard reader.uint32(at: entry.headerOffset) == 0x0403_4b50,
      let nameLength = reader.uint16(at: entry.headerOffset + 26),
      let extraLength = reader.uint16(at: entry.headerOffset + 28),
      let data = reader.slice(
        entry.headerOffset + 30 + nameLength + extraLength, entry.compressedSize)
    else { return .damaged("local header of \(entry.name)") }
    switch entry.method {
    case 0:
      guard data.count <= limit else { return .tooLarge(entry: entry.name, limit: limit) }
      output.append(contentsOf: data)
      return nil
    case 8:
      var inflater = Inflater(.raw)
      // One byte more than the limit, so that a full stream can be told from a cut one.
      switch inflater.inflate(data, limit: limit == .max ? limit : limit + 1, into: &output).end {
      case .ended where output.count <= limit: return nil
      case .limit, .ended: return .tooLarge(entry: entry.name, limit: limit)
      case .corrupt, .truncated: return .damaged("data of \(entry.name)")
      }
    default: return .unsupportedMethod(entry.method, entry: entry.name)
    }
  }
}
