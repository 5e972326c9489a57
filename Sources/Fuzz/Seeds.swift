import FileSources
import Foundation

@testable import Extraction

/// Inputs that are sound, or nearly so, for mutations to begin with.
enum Seeds {
  typealias Seed = (harness: String, bytes: [UInt8])

  /// Whole documents: what the tests build, and demo drawings.
  static var documents: [[UInt8]] {
    let placements = Placement.all.map(\.bytes)
    let encrypted = EncryptedSamples.all.compactMap {
      Data(base64Encoded: $0.base64, options: .ignoreUnknownCharacters).map { [UInt8]($0) }
    }
    let demo = DemoSet(files: 12, codes: 12)
    return placements + encrypted + (0..<12).map { demo.drawing($0) } + drawings + office + texts
  }

  /// A document for the harnesses of its format, and its parts for those of the parts.
  static func of(_ document: [UInt8]) -> [Seed] {
    var seeds = [Seed("file", document)]
    switch document.withUnsafeBytes({ Content(of: $0) }) {
    case .pdf: seeds += [Seed("pdf", document)] + parts(ofPDF: document)
    case .dxf: seeds.append(Seed("dxf", document))
    case .zip:
      seeds.append(Seed("zip", document))
      if let parcel = Parcel.text(document, limit: SeedWriter.limit) {
        seeds.append(Seed("office", parcel))
      }
    case .markup(let kind, _):
      seeds.append(Seed(kind == .mail ? "mail" : "markup", document))
    default: break
    }
    return seeds
  }

  // MARK: - Parts of a PDF

  /// Objects of one document that are looked through.
  private static let objects = 400

  private static func parts(ofPDF file: [UInt8]) -> [Seed] {
    file.withUnsafeBytes { raw -> [Seed] in
      let budget = Budget(limits: Reader.limits)
      guard let document = try? PDFDocument(raw, budget: budget) else { return [] }
      var seeds: [Seed] = []
      try? document.forEachPage { page throws(ExtractionError) in
        var content: [UInt8] = []
        try document.contents(of: page, into: &content)
        seeds.append(Seed("content", content))
      }
      for number in document.xref.numbers.prefix(objects) {
        let object = document.load(PDFObject.Reference(number: number, generation: 0))
        if let stream = object.stream { seeds += filtered(stream, raw, document) }
        if let dictionary = object.dictionary { seeds += font(dictionary, document) }
      }
      return seeds
    }
  }

  private static func font(_ dictionary: PDFDictionary, _ document: PDFDocument) -> [Seed] {
    let keys = [
      ("font", Name.fontFile), ("font", .fontFile2), ("font", .fontFile3), ("cmap", .toUnicode),
      ("cmap", .encoding),
    ]
    return keys.compactMap { harness, key in
      guard let stream = document.stream(dictionary, key) else { return nil }
      var bytes: [UInt8] = []
      guard case .bytes? = try? document.decode(stream, into: &bytes) else { return nil }
      return Seed(harness, bytes)
    }
  }

  /// A stream's own bytes, behind those by which the harness chooses its filter.
  private static func filtered(
    _ stream: PDFStream, _ file: UnsafeRawBufferPointer, _ document: PDFDocument
  ) -> [Seed] {
    let steps = document.filterSteps(stream.dictionary)
    let order: [Filter] = [.asciiHex, .ascii85, .runLength, .lzw, .lzw, .flate]
    guard let first = steps.first, let choice = order.firstIndex(of: first.filter) else {
      return []
    }
    let parameters = first.parameters ?? PDFDictionary()
    let kind = document.integer(parameters, .predictor) ?? 1
    let columns = document.integer(parameters, .columns) ?? 1
    let head = [UInt8(choice), UInt8(clamping: kind), 3, UInt8(clamping: columns)]
    return [Seed("filter", head + file[stream.range].prefix(SeedWriter.limit - 4))]
  }
}
