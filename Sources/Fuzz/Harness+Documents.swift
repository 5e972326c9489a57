import Codec

@testable import Extraction

/// Whole documents, as far as a reader of one format goes.
extension Harness {
  static let documents = [
    Harness(name: "file") { bytes in
      Reader.read { extractor, _, body in
        _ = try extractor.extract(bytes, name: "a", deadline: .none, body)
      }
    },
    Harness(name: "pdf") { bytes in
      Reader.read { extractor, budget, body in
        var summary = Summary(format: .pdf)
        try extractor.readPDF(bytes, budget: budget, depth: 0, into: &summary, body)
      }
    },
    Harness(name: "dxf") { bytes in
      Reader.read { extractor, budget, body in
        var summary = Summary(format: .dxf)
        try extractor.readDXF(bytes, budget: budget, into: &summary, body)
      }
    },
    Harness(name: "zip") { bytes in
      Reader.read { extractor, budget, body in
        _ = try extractor.readZip(bytes, budget: budget, depth: 0, body)
      }
    },
    Harness(name: "office") { bytes in
      let archive = Parcel.zip(bytes)
      archive.withUnsafeBytes { archive in
        Reader.read { extractor, budget, body in
          _ = try extractor.readZip(archive, budget: budget, depth: 0, body)
        }
      }
    },
    Harness(name: "markup", run: Reader.readMarkup),
    Harness(name: "mail") { bytes in Reader.readMarkup(.mail, bytes) },
  ]
}

/// Reads documents within bounds so small that no input takes long: one that does is a finding.
enum Reader {
  static let limits: Limits = {
    var limits = Limits()
    limits.streamBytes = 2 << 20
    limits.inflatedBytes = 8 << 20
    limits.pages = 500
    limits.operators = 200_000
    limits.pageScalars = 200_000
    return limits
  }()

  typealias Body = (inout Page) throws -> Void

  /// Runs a reader; whatever it throws is fine, but for a page that breaks its promises.
  static func read(_ body: (inout Extractor, Budget, Body) throws -> Void) {
    var extractor = Extractor(limits: limits)
    try? body(&extractor, Budget(limits: limits)) { page in check(page) }
  }

  static func readMarkup(_ kind: MarkupKind, _ bytes: UnsafeRawBufferPointer) {
    read { extractor, budget, body in
      let encoding = TextEncoding(of: bytes) ?? .latin1
      _ = try extractor.readMarkup(kind, bytes, encoding, budget: budget, depth: 0, body)
    }
  }

  /// Reads markup as what it begins like, or as nothing but tokens.
  @Sendable static func readMarkup(_ bytes: UnsafeRawBufferPointer) {
    scan(bytes)
    let kind = MarkupKind(bytes, TextEncoding(of: bytes) ?? .latin1)
    if let kind, kind != .mail { readMarkup(kind, bytes) }
  }

  /// A token a byte at most, and every attribute and text of them.
  private static func scan(_ bytes: UnsafeRawBufferPointer) {
    var scanner = XMLScanner(Array(bytes))
    var text: [UInt8] = []
    for _ in 0...2 * bytes.count + 1 {
      switch scanner.next() {
      case .end, .damaged: return
      case .open(let element): _ = scanner.attribute("id", of: element)
      case .text(let range): scanner.appendText(range, to: &text)
      case .literal(let range): text += scanner.bytes[range]
      case .close: break
      }
    }
    promise(false, "more tokens than bytes")
  }

  static func check(_ page: Page) {
    promise(page.marks.count == page.scalars.count, "marks and scalars are not parallel")
    promise(page.width.isFinite && page.height.isFinite, "a page without a size")
    for run in page.runs {
      let range = run.range
      promise(!range.isEmpty && range.upperBound <= page.scalars.count, "a run of nothing")
      let box = page.bounds(of: range, in: run)
      let isFinite = box.x0.isFinite && box.y0.isFinite && box.x1.isFinite && box.y1.isFinite
      promise(isFinite, "a run without a place")
    }
  }
}
