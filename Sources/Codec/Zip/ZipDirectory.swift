/// The central directory of an archive (APPNOTE §4.3.12-16).
struct ZipDirectory {
  let reader: ByteReader

  func entries() throws(ZipError) -> [ZipEntry] {
    let (count, offset) = try location()
    guard count <= ZipReader.entryLimit else { throw .tooManyEntries(count) }
    var entries: [ZipEntry] = []
    var position = offset
    for _ in 0..<count {
      guard let (entry, next) = entry(at: position) else {
        throw .damaged("central directory at byte \(position)")
      }
      entries.append(entry)
      position = next
    }
    return entries
  }

  /// Number of entries and offset of the first.
  private func location() throws(ZipError) -> (count: Int, offset: Int) {
    guard let end = endRecord() else { throw .notZip }
    guard let count = reader.uint16(at: end + 10), let offset = reader.uint32(at: end + 16) else {
      throw .damaged("end of central directory")
    }
    guard count == 0xFFFF || offset == 0xFFFF_FFFF else { return (count, offset) }
    // ZIP64 (APPNOTE §4.3.15): its locator stands just before.
    guard reader.uint32(at: end - 20) == 0x0706_4b50 else { return (count, offset) }
    guard let record = reader.uint64(at: end - 12), reader.uint32(at: record) == 0x0606_4b50,
      let count64 = reader.uint64(at: record + 32), let offset64 = reader.uint64(at: record + 48)
    else { throw .damaged("ZIP64 end of central directory") }
    return (count64, offset64)
  }

  /// The end record may be followed by a comment of up to 65,535 bytes.
  private func endRecord() -> Int? {
    var position = reader.bytes.count - 22
    let first = max(0, position - 65_535)
    while position >= first {
      if reader.uint32(at: position) == 0x0605_4b50 { return position }
      position -= 1
    }
    return nil
  }

  private func entry(at position: Int) -> (ZipEntry, next: Int)? {
    guard reader.uint32(at: position) == 0x0201_4b50,
      let flags = reader.uint16(at: position + 8), let method = reader.uint16(at: position + 10),
      let checksum = reader.integer(UInt32.self, at: position + 16),
      var compressed = reader.uint32(at: position + 20),
      var size = reader.uint32(at: position + 24),
      let nameLength = reader.uint16(at: position + 28),
      let extraLength = reader.uint16(at: position + 30),
      let commentLength = reader.uint16(at: position + 32),
      var header = reader.uint32(at: position + 42),
      let name = reader.slice(position + 46, nameLength)
    else { return nil }
    let extra = position + 46 + nameLength
    guard widen(&size, &compressed, &header, extra, extraLength) else { return nil }
    let entry = ZipEntry(
      name: flags & 0x800 != 0 ? String(decoding: name, as: UTF8.self) : Self.legacyName(name),
      compressedSize: compressed, size: size, method: method, checksum: checksum,
      isEncrypted: flags & 1 != 0, headerOffset: header)
    return (entry, extra + extraLength + commentLength)
  }

  /// Replaces the fields that are all ones by those of the ZIP64 extra field (§4.5.3).
  private func widen(
    _ size: inout Int, _ compressed: inout Int, _ header: inout Int, _ start: Int, _ length: Int
  ) -> Bool {
    let full = 0xFFFF_FFFF
    guard size == full || compressed == full || header == full else { return true }
    var position = start
    while position + 4 <= start + length {
      guard let tag = reader.uint16(at: position), let count = reader.uint16(at: position + 2)
      else { return false }
      guard tag == 1 else {
        position += 4 + count
        continue
      }
      var field = position + 4
      func next() -> Int? {
        defer { field += 8 }
        return field + 8 <= position + 4 + count ? reader.uint64(at: field) : nil
      }
      if size == full { guard let value = next() else { return false }; size = value }
      if compressed == full { guard let value = next() else { return false }; compressed = value }
      if header == full { guard let value = next() else { return false }; header = value }
      return true
    }
    return false
  }

  /// Without the UTF-8 flag a name is CP437 by the letter; most writers mean UTF-8.
  private static func legacyName(_ bytes: UnsafeRawBufferPointer) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(
      String.UnicodeScalarView(
        bytes.map { byte in
          byte < 0x80 ? Unicode.Scalar(byte) : cp437[Int(byte) - 0x80]
        }))
  }

  private static let cp437 = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
      + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)
}
