internal import Codec

/// The objects of a PDF, written to a file at the end (ISO 32000-2 §7.5).
struct PDFFile {
  private enum Object {
    case reserved
    case plain([UInt8])
    case stream(dictionary: [UInt8], data: [UInt8])
  }

  let style: ExporterStyle
  private var objects: [Object] = []
  private var deflated: [UInt8] = []

  init(_ style: ExporterStyle) { self.style = style }

  /// A number for an object that is set later.
  mutating func reserve() -> Int {
    objects.append(.reserved)
    return objects.count
  }

  mutating func add(_ body: (inout ByteText) -> Void) -> Int {
    let number = reserve()
    set(number, body)
    return number
  }

  mutating func set(_ number: Int, _ body: (inout ByteText) -> Void) {
    var text = ByteText()
    body(&text)
    objects[number - 1] = .plain(text.bytes)
  }

  /// A stream that is compressed as the style says.
  /// - Parameter dictionary: its entries but Length and Filter.
  mutating func addStream(
    _ data: ArraySlice<UInt8>, _ dictionary: (inout ByteText) -> Void = { _ in }
  ) -> Int {
    let number = reserve()
    setStream(number, data, dictionary)
    return number
  }

  mutating func setStream(
    _ number: Int, _ data: ArraySlice<UInt8>, _ dictionary: (inout ByteText) -> Void = { _ in }
  ) {
    guard style.compressed else {
      setRaw(number, Array(data), filter: false, dictionary)
      return
    }
    setRaw(number, Self.compress(data, level: style.level), filter: true, dictionary)
  }

  /// A stream of bytes that are compressed already, or shall not be.
  mutating func addRaw(
    _ data: [UInt8], filter: Bool, _ dictionary: (inout ByteText) -> Void
  ) -> Int {
    let number = reserve()
    setRaw(number, data, filter: filter, dictionary)
    return number
  }

  private mutating func setRaw(
    _ number: Int, _ data: [UInt8], filter: Bool, _ dictionary: (inout ByteText) -> Void
  ) {
    var text = ByteText()
    dictionary(&text)
    if filter { text.append("/Filter/FlateDecode") }
    text.append("/Length ")
    text.append(integer: data.count)
    objects[number - 1] = .stream(dictionary: text.bytes, data: data)
  }

  static func compress(_ data: ArraySlice<UInt8>, level: Int) -> [UInt8] {
    var deflater = Deflater(.zlib, level: level)
    var output: [UInt8] = []
    output.reserveCapacity(data.count / 3 + 256)
    data.withUnsafeBytes { deflater.deflate($0, flush: .finish, into: &output) }
    return output
  }

  // MARK: Writing

  /// What stands in the trailer besides Size and Prev.
  struct Trailer {
    let root: Int
    let info: Int
    let identifier: [UInt8]
  }

  /// The whole file; `update` may then change objects, which are appended (§7.5.6).
  mutating func written(
    _ trailer: Trailer, update: ((inout PDFFile) -> Set<Int>)?
  ) -> [UInt8] {
    var out = ByteText(capacity: 200_000)
    out.append("%PDF-")
    out.append(string: style.version)
    out.append("\n%")
    out.append([0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
    var previous = section(Array(1...objects.count), trailer, previous: nil, &out)
    if let update {
      let changed = update(&self).sorted()
      previous = section(changed, trailer, previous: previous, &out)
    }
    return out.bytes
  }

  /// Where an object of a section lies.
  private enum Place {
    case offset(Int)
    case packed(stream: Int, index: Int)
  }

  /// Objects, then their cross-reference. Returns the cross-reference's offset.
  private mutating func section(
    _ numbers: [Int], _ trailer: Trailer, previous: Int?, _ out: inout ByteText
  ) -> Int {
    var places: [(number: Int, place: Place)] = []
    let packing = style.crossReference == .objectStreams
    var packed: [(number: Int, body: [UInt8])] = []
    for number in numbers {
      switch objects[number - 1] {
      case .reserved: continue
      case .plain(let body) where packing: packed.append((number, body))
      case .plain(let body):
        places.append((number, .offset(out.count)))
        Self.write(number, &out) { $0.append(body) }
      case .stream(let dictionary, let data):
        places.append((number, .offset(out.count)))
        Self.write(number, dictionary, data, &out)
      }
    }
    pack(packed, &places, &out)
    places.sort { $0.number < $1.number }
    let start = out.count
    if style.crossReference == .table {
      writeTable(places, trailer, previous, &out)
    } else {
      writeStream(places, trailer, previous, &out)
    }
    out.append("startxref\n")
    out.append(integer: start)
    out.append("\n%%EOF\n")
    return start
  }

  /// Object streams of up to 100 objects (§7.5.7).
  private mutating func pack(
    _ packed: [(number: Int, body: [UInt8])], _ places: inout [(number: Int, place: Place)],
    _ out: inout ByteText
  ) {
    for first in stride(from: 0, to: packed.count, by: 100) {
      let group = packed[first..<min(packed.count, first + 100)]
      let container = reserve()
      var index = ByteText()
      var bodies = ByteText()
      for (position, object) in group.enumerated() {
        index.append(integer: object.number)
        index.append(0x20)
        index.append(integer: bodies.count)
        index.append(0x20)
        bodies.append(object.body)
        bodies.append(0x0A)
        places.append((object.number, .packed(stream: container, index: position)))
      }
      var text = ByteText()
      text.append("/Type/ObjStm/N ")
      text.append(integer: group.count)
      text.append("/First ")
      text.append(integer: index.count)
      let data = Self.compress((index.bytes + bodies.bytes)[...], level: 6)
      text.append("/Filter/FlateDecode/Length ")
      text.append(integer: data.count)
      places.append((container, .offset(out.count)))
      Self.write(container, text.bytes, data, &out)
    }
  }

  private static func write(_ number: Int, _ out: inout ByteText, _ body: (inout ByteText) -> Void)
  {
    out.append(integer: number)
    out.append(" 0 obj\n")
    body(&out)
    out.append("\nendobj\n")
  }

  private static func write(
    _ number: Int, _ dictionary: [UInt8], _ data: [UInt8], _ out: inout ByteText
  ) {
    write(number, &out) {
      $0.append("<<")
      $0.append(dictionary)
      $0.append(">>\nstream\n")
      $0.append(data)
      $0.append("\nendstream")
    }
  }

  // MARK: Cross-reference

  /// Runs of numbers without a gap: (first, count).
  private static func runs(_ numbers: [Int]) -> [(Int, Int)] {
    var runs: [(first: Int, count: Int)] = []
    for number in numbers {
      if let last = runs.last, last.first + last.count == number {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((number, 1))
      }
    }
    return runs
  }

  private func writeTable(
    _ places: [(number: Int, place: Place)], _ trailer: Trailer, _ previous: Int?,
    _ out: inout ByteText
  ) {
    out.append("xref\n")
    var entries = places.map { (number: $0.number, line: Self.tableEntry($0.place)) }
    if previous == nil { entries.insert((0, "0000000000 65535 f \n"), at: 0) }
    var position = 0
    for (first, count) in Self.runs(entries.map(\.number)) {
      out.append(integer: first)
      out.append(0x20)
      out.append(integer: count)
      out.append(0x0A)
      for entry in entries[position..<position + count] { out.append(string: entry.line) }
      position += count
    }
    out.append("trailer\n<<")
    writeTrailer(trailer, previous, &out)
    out.append(">>\n")
  }

  private static func tableEntry(_ place: Place) -> String {
    guard case .offset(let offset) = place else { return "" }
    return CodeFamily.padded(offset, 10) + " 00000 n \n"
  }

  private mutating func writeStream(
    _ places: [(number: Int, place: Place)], _ trailer: Trailer, _ previous: Int?,
    _ out: inout ByteText
  ) {
    let own = reserve()
    var rows: [(number: Int, row: [UInt8])] = places.map { ($0.number, Self.row($0.place)) }
    if previous == nil { rows.insert((0, [0, 0, 0, 0, 0xFF, 0xFF]), at: 0) }
    rows.append((own, Self.row(.offset(out.count))))
    var data = rows.flatMap(\.row)
    var text = ByteText()
    text.append("/Type/XRef/W[1 3 2]/Index[")
    for (first, count) in Self.runs(rows.map(\.number)) {
      text.append(integer: first)
      text.append(0x20)
      text.append(integer: count)
      text.append(0x20)
    }
    text.append("]")
    writeTrailer(trailer, previous, &text)
    if style.predictor {
      text.append("/DecodeParms<</Predictor 12/Columns 6>>")
      data = Self.predicted(rows.map(\.row))
    }
    data = Self.compress(data[...], level: 6)
    text.append("/Filter/FlateDecode/Length ")
    text.append(integer: data.count)
    Self.write(own, text.bytes, data, &out)
  }

  private static func row(_ place: Place) -> [UInt8] {
    let (kind, a, b): (UInt8, Int, Int) =
      switch place {
      case .offset(let offset): (1, offset, 0)
      case .packed(let stream, let index): (2, stream, index)
      }
    return [
      kind, UInt8(a >> 16 & 255), UInt8(a >> 8 & 255), UInt8(a & 255), UInt8(b >> 8 & 255),
      UInt8(b & 255),
    ]
  }

  /// PNG's Up filter: each row says the difference to the one above.
  private static func predicted(_ rows: [[UInt8]]) -> [UInt8] {
    var above = [UInt8](repeating: 0, count: 6)
    var data: [UInt8] = []
    for row in rows {
      data.append(2)
      for (value, over) in zip(row, above) { data.append(value &- over) }
      above = row
    }
    return data
  }

  private func writeTrailer(_ trailer: Trailer, _ previous: Int?, _ out: inout ByteText) {
    out.append("/Size ")
    out.append(integer: objects.count + 1)
    out.append("/Root ")
    out.append(reference: trailer.root)
    out.append("/Info ")
    out.append(reference: trailer.info)
    out.append("/ID[")
    out.append(hexadecimal: trailer.identifier)
    out.append(hexadecimal: trailer.identifier)
    out.append("]")
    if let previous {
      out.append("/Prev ")
      out.append(integer: previous)
    }
  }
}

extension ByteText {
  mutating func append(reference number: Int) {
    append(integer: number)
    append(" 0 R")
  }

  /// `[1 2 3]`, to two digits.
  mutating func append(numbers: [Double]) {
    append("[")
    for (index, number) in numbers.enumerated() {
      if index > 0 { append(0x20) }
      append(number, scale: 100)
    }
    append("]")
  }
}
