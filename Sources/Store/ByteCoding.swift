/// The store's compact blobs: variable-length integers (7 bits a byte, low first), texts with
/// their length before them, floats as their bits.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(_ text: String) {
    append(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ value: Float) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Reads what ``ByteWriter`` wrote; `nil` where the bytes are not that.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func integer() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  mutating func int() -> Int? { integer().flatMap { Int(exactly: $0) } }

  mutating func text() -> String? {
    guard let count = int(), count <= bytes.count - position else { return nil }
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func float() -> Float? {
    guard bytes.count - position >= 4 else { return nil }
    defer { position += 4 }
    let bits = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
    return Float(bitPattern: UInt32(littleEndian: bits))
  }
}

/// Rising numbers, each as its distance from the one before.
enum RisingNumbers {
  static func encode(_ numbers: [Int]) -> [UInt8] {
    var writer = ByteWriter()
    var previous = 0
    for number in numbers {
      writer.append(UInt64(bitPattern: Int64(number &- previous)))
      previous = number
    }
    return writer.bytes
  }

  /// What can be read of it.
  static func decode(_ bytes: UnsafeRawBufferPointer) -> [Int] {
    var reader = ByteReader(bytes)
    var numbers: [Int] = []
    var previous = 0
    while !reader.isAtEnd, let step = reader.integer() {
      previous &+= Int(truncatingIfNeeded: Int64(bitPattern: step))
      numbers.append(previous)
    }
    return numbers
  }
}

extension Place {
  /// Stands before a place that is more than text in the file: its kind and confidence follow. No
  /// code has this number, so that what was stored before there were kinds is read as ever.
  private static let kindFollows = UInt64.max
  /// Stored for a place without a confidence.
  private static let noConfidence: UInt64 = 255

  static func encode(_ places: [Place]) -> [UInt8] {
    var writer = ByteWriter()
    for place in places { place.append(to: &writer) }
    return writer.bytes
  }

  func append(to writer: inout ByteWriter) {
    if kind != .text {
      writer.append(Self.kindFollows)
      writer.append(UInt64(Kind.allCases.firstIndex(of: kind) ?? 0))
      writer.append(confidence.map { UInt64(clamping: $0) } ?? Self.noConfidence)
    }
    writer.append(UInt64(clamping: code))
    writer.append(UInt64(clamping: page))
    writer.append(text)
    for edge in [x0, y0, x1, y1] { writer.append(edge) }
  }

  /// What can be read of it.
  /// - Parameter limit: most places that are read.
  static func decode(_ bytes: UnsafeRawBufferPointer, limit: Int = .max) -> [Place] {
    var reader = ByteReader(bytes)
    var places: [Place] = []
    while places.count < limit, !reader.isAtEnd, let place = Place(&reader) { places.append(place) }
    return places
  }

  init?(_ reader: inout ByteReader) {
    guard var number = reader.integer() else { return nil }
    var kind = Kind.text
    var confidence: Int?
    if number == Self.kindFollows {
      guard let index = reader.int(), Kind.allCases.indices.contains(index),
        let told = reader.integer(), let next = reader.integer()
      else { return nil }
      kind = Kind.allCases[index]
      confidence = told < Self.noConfidence ? Int(told) : nil
      number = next
    }
    guard let code = Int(exactly: number), let page = reader.int(), let text = reader.text(),
      let x0 = reader.float(), let y0 = reader.float(), let x1 = reader.float(),
      let y1 = reader.float()
    else { return nil }
    self.init(
      code: code, page: page, text: text, x0: x0, y0: y0, x1: x1, y1: y1, kind: kind,
      confidence: confidence)
  }
}

extension NearHit {
  static func encode(_ hits: [NearHit]) -> [UInt8] {
    var writer = ByteWriter()
    for hit in hits {
      writer.append(UInt64(clamping: hit.reason.rawValue))
      hit.place.append(to: &writer)
    }
    return writer.bytes
  }

  /// What can be read of it.
  static func decode(_ bytes: UnsafeRawBufferPointer) -> [NearHit] {
    var reader = ByteReader(bytes)
    var hits: [NearHit] = []
    while !reader.isAtEnd, let reason = reader.int().flatMap(Reason.init),
      let place = Place(&reader)
    {
      hits.append(NearHit(place, reason))
    }
    return hits
  }
}

/// A session's codes in one blob.
enum CodeList {
  static func encode(_ codes: [String]) -> [UInt8] {
    var writer = ByteWriter()
    for code in codes { writer.append(code) }
    return writer.bytes
  }

  static func decode(_ bytes: UnsafeRawBufferPointer) -> [String] {
    var reader = ByteReader(bytes)
    var codes: [String] = []
    while !reader.isAtEnd, let code = reader.text() { codes.append(code) }
    return codes
  }

  /// The same for the same codes in any order: the sum of each one's FNV-1a hash.
  static func key(_ codes: [String]) -> Int64 {
    var sum: UInt64 = UInt64(codes.count)
    for code in codes {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in code.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      sum &+= hash
    }
    return Int64(bitPattern: sum)
  }
}
