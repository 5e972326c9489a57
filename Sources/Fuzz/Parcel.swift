import Codec

/// The parts of an archive in one text that can be mutated: `name LF content NUL name LF …`.
///
/// In a real archive a changed byte breaks a checksum, and the part is never read.
enum Parcel {
  /// Parts of one archive.
  private static let limit = 64

  /// The archive of the parts, all sizes and checksums right.
  static func zip(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let parts = bytes.split(separator: 0, maxSplits: limit, omittingEmptySubsequences: true)
    let named = parts.map { part -> (String, [UInt8]) in
      let name = part.prefix { $0 != 0x0A }
      return (String(decoding: name, as: UTF8.self), Array(part.dropFirst(name.count + 1)))
    }
    return (try? OfficeSample.zip(bytes: named)) ?? []
  }

  /// The text of an archive's parts; those that hold a NUL are left out.
  static func text(_ archive: [UInt8], limit: Int) -> [UInt8]? {
    guard let reader = try? ZipReader(archive) else { return nil }
    var text: [UInt8] = []
    for entry in reader.entries where isText(entry.name) {
      guard let part = try? reader.contents(of: entry, limit: limit), !part.contains(0) else {
        continue
      }
      text += Array(entry.name.utf8) + [0x0A] + part + [0]
      if text.count > limit { return nil }
    }
    return text
  }

  private static func isText(_ name: String) -> Bool {
    name.hasSuffix(".xml") || name.hasSuffix(".rels") || name == "mimetype"
  }
}
