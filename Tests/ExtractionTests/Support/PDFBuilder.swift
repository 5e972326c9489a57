@testable import Extraction

/// Writes tiny PDF files for tests.
///
///     var pdf = PDFBuilder()
///     let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
///     pdf.addPage(content: "BT /F1 12 Tf 72 700 Td (HOLE-1) Tj ET", resources: "/Font << /F1 \(font) 0 R >>")
///     let bytes = pdf.build()
///
/// Objects 1 and 2 are the catalog and the page tree's root.
struct PDFBuilder {
  /// How the cross-reference is written.
  enum XRef {
    case table
    /// A cross-reference stream, objects standing by themselves.
    case stream
    /// A cross-reference stream, and all objects that are no streams in object streams.
    case objectStreams
  }

  private(set) var bodies: [Int: [UInt8]] = [:]
  private(set) var nextNumber = 3
  private(set) var pages: [Int] = []
  /// More entries of the catalog and of the root of the page tree.
  var catalogExtras = ""
  var pagesExtras = ""
  /// More entries of the trailer.
  var trailerExtras = ""

  init() {}

  /// A number for an object that is added later.
  mutating func reserve() -> Int {
    nextNumber += 1
    return nextNumber - 1
  }

  @discardableResult
  mutating func add(_ body: String, number: Int? = nil) -> Int {
    let number = number ?? reserve()
    bodies[number] = Array(body.utf8)
    return number
  }

  /// Adds a stream; its length is written, its filters are not applied.
  @discardableResult
  mutating func addStream(_ data: [UInt8], _ entries: String = "", number: Int? = nil) -> Int {
    let number = number ?? reserve()
    let head = "<< \(entries) /Length \(data.count) >>\nstream\n"
    bodies[number] = Array(head.utf8) + data + Array("\nendstream".utf8)
    return number
  }

  @discardableResult
  mutating func addStream(_ data: String, _ entries: String = "", number: Int? = nil) -> Int {
    addStream(Array(data.utf8), entries, number: number)
  }

  /// Adds a page; `extras` are more entries of its dictionary.
  @discardableResult
  mutating func addPage(
    content: String, resources: String = "", mediaBox: String = "0 0 612 792", extras: String = ""
  ) -> Int {
    let stream = addStream(content)
    return addPage(
      "/MediaBox [\(mediaBox)] /Resources << \(resources) >> /Contents \(stream) 0 R \(extras)")
  }

  /// Adds a page by the entries of its dictionary.
  @discardableResult
  mutating func addPage(_ entries: String) -> Int {
    let page = add("<< /Type /Page /Parent 2 0 R \(entries) >>")
    pages.append(page)
    return page
  }

  /// The file.
  func build(_ xref: XRef = .table) -> [UInt8] {
    var all = bodies
    all[1] = Array("<< /Type /Catalog /Pages 2 0 R \(catalogExtras) >>".utf8)
    if all[2] == nil {
      let kids = pages.map { "\($0) 0 R" }.joined(separator: " ")
      all[2] = Array(
        "<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) \(pagesExtras) >>".utf8)
    }
    var writer = Writer()
    switch xref {
    case .table: writer.writeTable(all, trailerExtras)
    case .stream: writer.writeStream(all, trailerExtras, next: nextNumber, packed: false)
    case .objectStreams: writer.writeStream(all, trailerExtras, next: nextNumber, packed: true)
    }
    return writer.bytes
  }

  /// One page that shows `content` with Helvetica as `/F1`.
  static func onePage(_ content: String, resources: String = "", extras: String = "") -> [UInt8] {
    var pdf = PDFBuilder()
    let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    pdf.addPage(
      content: content, resources: "/Font << /F1 \(font) 0 R >> \(resources)", extras: extras)
    return pdf.build()
  }
}

/// Puts the parts of a file together.
private struct Writer {
  var bytes = Array("%PDF-1.7\n%\u{E2}\u{E3}\n".utf8)
  private var offsets: [Int: Int] = [:]
  private var packed: [Int: (stream: Int, index: Int)] = [:]

  private mutating func put(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func write(_ number: Int, _ body: [UInt8]) {
    offsets[number] = bytes.count
    put("\(number) 0 obj\n")
    bytes.append(contentsOf: body)
    put("\nendobj\n")
  }

  mutating func writeTable(_ all: [Int: [UInt8]], _ extras: String) {
    for (number, body) in all.sorted(by: { $0.key < $1.key }) { write(number, body) }
    let start = bytes.count
    let size = (all.keys.max() ?? 0) + 1
    put("xref\n0 \(size)\n0000000000 65535 f \n")
    for number in 1..<size {
      guard let offset = offsets[number] else {
        put("0000000000 00000 f \n")
        continue
      }
      let digits = String(offset)
      put(String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n")
    }
    put("trailer\n<< /Size \(size) /Root 1 0 R \(extras) >>\nstartxref\n\(start)\n%%EOF\n")
  }

  mutating func writeStream(_ all: [Int: [UInt8]], _ extras: String, next: Int, packed pack: Bool) {
    var next = next
    var single = all
    if pack {
      let loose = all.filter { !String(decoding: $0.value, as: UTF8.self).contains("stream\n") }
      for number in loose.keys { single[number] = nil }
      let sorted = loose.sorted { $0.key < $1.key }
      single[next] = objectStream(sorted, number: next)
      next += 1
    }
    for (number, body) in single.sorted(by: { $0.key < $1.key }) { write(number, body) }
    let start = bytes.count
    offsets[next] = start
    var data: [UInt8] = []
    for number in 0...next {
      let fields: [Int]
      if let place = packed[number] {
        fields = [2, place.stream, place.index]
      } else {
        fields = offsets[number].map { [1, $0, 0] } ?? [0, 0, 0]
      }
      data += [UInt8(fields[0])]
      for shift in [16, 8, 0] { data.append(UInt8(truncatingIfNeeded: fields[1] >> shift)) }
      for shift in [8, 0] { data.append(UInt8(truncatingIfNeeded: fields[2] >> shift)) }
    }
    put("\(next) 0 obj\n<< /Type /XRef /Size \(next + 1) /W [1 3 2] /Root 1 0 R \(extras) ")
    put("/Length \(data.count) >>\nstream\n")
    bytes.append(contentsOf: data)
    put("\nendstream\nendobj\nstartxref\n\(start)\n%%EOF\n")
  }

  private mutating func objectStream(_ objects: [(key: Int, value: [UInt8])], number: Int)
    -> [UInt8]
  {
    var head = ""
    var data: [UInt8] = []
    for (index, object) in objects.enumerated() {
      packed[object.key] = (number, index)
      head += "\(object.key) \(data.count) "
      data += object.value + [0x0A]
    }
    let entries = "/Type /ObjStm /N \(objects.count) /First \(head.utf8.count)"
    let whole = Array(head.utf8) + data
    return Array("<< \(entries) /Length \(whole.count) >>\nstream\n".utf8) + whole
      + Array("\nendstream".utf8)
  }
}
