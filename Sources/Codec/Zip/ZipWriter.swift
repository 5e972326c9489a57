/// Writes an archive to a sink in constant memory (APPNOTE 6.3.10).
///
/// Entries are deflated with a data descriptor behind them; ZIP64 fields are written where
/// a size or an offset needs them.
public struct ZipWriter: ~Copyable {
  public typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Deflated bytes that are held before the sink gets them.
  private static let flushSize = 32_768
  /// Bytes that are deflated at once.
  private static let pieceSize = 1 << 20

  private struct Record {
    let name: [UInt8]
    let checksum: UInt32
    let compressed: Int
    let size: Int
    let offset: Int
  }

  private let sink: Sink
  private let time: (date: UInt16, clock: UInt16)
  private var deflater: Deflater
  private var records: [Record] = []
  private var written = 0
  private var buffer: [UInt8] = []

  private var name: [UInt8] = []
  private var checksum = CRC32()
  private var size = 0
  private var start = 0
  private var dataStart = 0

  /// - Parameters:
  ///   - modified: the entries' time in seconds since 1970, UTC; not before 1980.
  ///   - sink: takes the archive's bytes in order.
  public init(modified: Int64, level: Int = 6, sink: @escaping Sink) {
    self.sink = sink
    time = Self.dosTime(modified)
    deflater = Deflater(.raw, level: level)
  }

  /// Begins the next entry; the one before has to be ended.
  /// - Throws: ``ZipError/nameTooLong(_:)``, and what the sink throws.
  public mutating func begin(_ path: String) throws {
    name = Array(path.utf8)
    guard name.count <= 0xFFFF else { throw ZipError.nameTooLong(name.count) }
    (checksum, size, start) = (CRC32(), 0, written)
    deflater.reset()
    var header: [UInt8] = []
    header.append(little: UInt32(0x0403_4b50))
    header.append(little: UInt16(20))
    // Bit 3: sizes follow the data (§4.4.4). Bit 11: the name is UTF-8.
    header.append(little: UInt16(0x0808))
    header.append(little: UInt16(8))
    header.append(little: time.clock)
    header.append(little: time.date)
    for _ in 0..<3 { header.append(little: UInt32(0)) }
    header.append(little: UInt16(truncatingIfNeeded: name.count))
    header.append(little: UInt16(0))
    try put(header + name)
    dataStart = written
  }

  /// Adds bytes to the entry.
  public mutating func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Adds bytes to the entry; they are taken in pieces, so that memory stays bounded.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    checksum.update(bytes)
    size += bytes.count
    var offset = 0
    while offset < bytes.count {
      let count = min(Self.pieceSize, bytes.count - offset)
      let piece = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
      deflater.deflate(piece, flush: .none, into: &buffer)
      offset += count
      if buffer.count >= Self.flushSize { try flush() }
    }
  }

  /// Ends the entry.
  public mutating func end() throws {
    deflater.deflate(UnsafeRawBufferPointer(start: nil, count: 0), flush: .finish, into: &buffer)
    try flush()
    let compressed = written - dataStart
    var descriptor: [UInt8] = []
    descriptor.append(little: UInt32(0x0807_4b50))
    descriptor.append(little: checksum.value)
    // §4.3.9.2: eight bytes each where the entry is that large.
    if compressed > 0xFFFF_FFFE || size > 0xFFFF_FFFE {
      descriptor.append(little: UInt64(compressed))
      descriptor.append(little: UInt64(size))
    } else {
      descriptor.append(little: UInt32(compressed))
      descriptor.append(little: UInt32(size))
    }
    try put(descriptor)
    records.append(
      Record(
        name: name, checksum: checksum.value, compressed: compressed, size: size, offset: start))
  }

  /// Writes the central directory; the archive is whole then.
  public consuming func finish() throws {
    let directory = written
    for record in records { try put(centralHeader(record)) }
    let length = written - directory
    if records.count > 0xFFFE || directory > 0xFFFF_FFFE || length > 0xFFFF_FFFE {
      try put64(directory, length)
    }
    var end: [UInt8] = []
    end.append(little: UInt32(0x0605_4b50))
    end.append(little: UInt32(0))
    let count = UInt16(min(records.count, 0xFFFF))
    end.append(little: count)
    end.append(little: count)
    end.append(little: UInt32(min(length, 0xFFFF_FFFF)))
    end.append(little: UInt32(min(directory, 0xFFFF_FFFF)))
    end.append(little: UInt16(0))
    try put(end)
  }

  private func centralHeader(_ record: Record) -> [UInt8] {
    let full = 0xFFFF_FFFF
    let wide = max(record.size, record.compressed, record.offset) >= full
    var header: [UInt8] = []
    header.append(little: UInt32(0x0201_4b50))
    // §4.4.3: 4.5 for ZIP64; strict readers want no more than is used.
    header.append(little: UInt16(wide ? 45 : 20))
    header.append(little: UInt16(wide ? 45 : 20))
    header.append(little: UInt16(0x0808))
    header.append(little: UInt16(8))
    header.append(little: time.clock)
    header.append(little: time.date)
    header.append(little: record.checksum)
    header.append(little: UInt32(wide ? full : record.compressed))
    header.append(little: UInt32(wide ? full : record.size))
    header.append(little: UInt16(record.name.count))
    header.append(little: UInt16(wide ? 28 : 0))
    for _ in 0..<3 { header.append(little: UInt16(0)) }
    header.append(little: UInt32(0))
    header.append(little: UInt32(wide ? full : record.offset))
    header += record.name
    if wide {
      header.append(little: UInt16(1))
      header.append(little: UInt16(24))
      for value in [record.size, record.compressed, record.offset] {
        header.append(little: UInt64(value))
      }
    }
    return header
  }

  private mutating func put64(_ directory: Int, _ length: Int) throws {
    let record = written
    var bytes: [UInt8] = []
    bytes.append(little: UInt32(0x0606_4b50))
    bytes.append(little: UInt64(44))
    bytes.append(little: UInt16(45))
    bytes.append(little: UInt16(45))
    bytes.append(little: UInt64(0))
    for value in [records.count, records.count, length, directory] {
      bytes.append(little: UInt64(value))
    }
    bytes.append(little: UInt32(0x0706_4b50))
    bytes.append(little: UInt32(0))
    bytes.append(little: UInt64(record))
    bytes.append(little: UInt32(1))
    try put(bytes)
  }

  private mutating func flush() throws {
    try put(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func put(_ bytes: [UInt8]) throws {
    if bytes.isEmpty { return }
    written += bytes.count
    try bytes.withUnsafeBytes { try sink($0) }
  }

  /// MS-DOS date and time (§4.4.6): 1980 to 2107, in steps of two seconds.
  private static func dosTime(_ seconds: Int64) -> (UInt16, UInt16) {
    let time = CivilTime(secondsSince1970: min(max(seconds, 315_532_800), 4_354_819_199))
    let date = (time.year - 1_980) << 9 | time.month << 5 | time.day
    let clock = time.hour << 11 | time.minute << 5 | time.second / 2
    return (UInt16(truncatingIfNeeded: date), UInt16(truncatingIfNeeded: clock))
  }
}

extension [UInt8] {
  /// Appends an integer's bytes, the least significant first.
  mutating func append<T: FixedWidthInteger>(little value: T) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
