/// The central directory of an archive (APPNOTE §4.3.12-16).
struct ZipDirectory {
  /// Where the directory is, as the end record says.
  private struct Location {
    var count: Int
    var offset: Int
    /// Bytes that stand before the archive and that its offsets don't know of.
    var shift = 0
  }

  let reader: ByteReader

  func entries() throws(ZipError) -> [ZipEntry] {
    let location = try location()
    guard location.count <= ZipReader.entryLimit else { throw .tooManyEntries(location.count) }
    var entries: [ZipEntry] = []
    // A directory that is shorter than it says must not make us reserve.
    entries.reserveCapacity(min(location.count, reader.bytes.count / 46))
    var position = location.offset
    for _ in 0..<location.count {
      guard let (entry, next) = entry(at: position, shift: location.shift) else {
        throw .damaged("central directory at byte \(position)")
      }
      entries.append(entry)
      position = next
    }
    try checkOverlaps(entries)
    return entries
  }

  /// Entries that share data make a small archive unpack to a huge one.
  private func checkOverlaps(_ entries: [ZipEntry]) throws(ZipError) {
    let sorted = entries.sorted { $0.headerOffset < $1.headerOffset }
    for (entry, next) in zip(sorted, sorted.dropFirst()) {
      // The local header has at least 30 bytes.
      let (end, overflows) = (entry.headerOffset + 30).addingReportingOverflow(
        entry.compressedSize)
      if overflows || end > next.headerOffset {
        throw .damaged("\(entry.name) and \(next.name) overlap")
      }
    }
  }

  private func location() throws(ZipError) -> Location {
    guard let end = endRecord() else { throw .notZip }
    guard let count = reader.uint16(at: end + 10), let size = reader.uint32(at: end + 12),
      let offset = reader.uint32(at: end + 16)
    else { throw .damaged("end of central directory") }
    if count == 0xFFFF || offset == 0xFFFF_FFFF || size == 0xFFFF_FFFF,
      let wide = try location64(end)
    {
      return wide
    }
    return shifted(Location(count: count, offset: offset), size: size, end: end)
  }

  /// ZIP64 (§4.3.14-15): its locator stands just before the end record.
  private func location64(_ end: Int) throws(ZipError) -> Location? {
    guard reader.uint32(at: end - 20) == 0x0706_4b50 else { return nil }
    guard let stated = reader.uint64(at: end - 12) else {
      throw .damaged("ZIP64 end of central directory")
    }
    // A record without extensible data stands right before the locator, wherever it is said to be.
    let isThere = reader.uint32(at: stated) == 0x0606_4b50
    let record = isThere ? stated : end - 76
    guard reader.uint32(at: record) == 0x0606_4b50, let count = reader.uint64(at: record + 32),
      let size = reader.uint64(at: record + 40), let offset = reader.uint64(at: record + 48)
    else { throw .damaged("ZIP64 end of central directory") }
    return shifted(Location(count: count, offset: offset), size: size, end: record)
  }

  /// Follows an archive behind other bytes, such as one that unpacks itself.
  private func shifted(_ location: Location, size: Int, end: Int) -> Location {
    guard location.count > 0, reader.uint32(at: location.offset) != 0x0201_4b50 else {
      return location
    }
    let start = end.subtractingReportingOverflow(size)
    guard !start.overflow, reader.uint32(at: start.partialValue) == 0x0201_4b50,
      start.partialValue > location.offset
    else { return location }
    return Location(
      count: location.count, offset: start.partialValue,
      shift: start.partialValue - location.offset)
  }

  /// The end record may be followed by a comment of up to 65,535 bytes (§4.3.16); where several
  /// places look like one, that whose comment ends with the file is meant.
  private func endRecord() -> Int? {
    var position = reader.bytes.count - 22
    let first = max(0, position - 65_535)
    var candidate: Int?
    while position >= first {
      if reader.uint32(at: position) == 0x0605_4b50,
        let comment = reader.uint16(at: position + 20)
      {
        if position + 22 + comment == reader.bytes.count { return position }
        candidate = candidate ?? position
      }
      position -= 1
    }
    return candidate
  }

  private func entry(at position: Int, shift: Int) -> (ZipEntry, next: Int)? {
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
    // The header has to be inside, so that sums with its offset can't overflow.
    guard header <= reader.bytes.count - shift else { return nil }
    let entry = ZipEntry(
      name: flags & 0x800 != 0 ? String(decoding: name, as: UTF8.self) : Self.legacyName(name),
      compressedSize: compressed, size: size, method: method, checksum: checksum,
      isEncrypted: flags & 1 != 0, headerOffset: header + shift)
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
