import Codec
import Testing

@testable import Extraction

/// Decodes data with the filter entries of a stream dictionary.
private func decode(_ data: [UInt8], _ entries: String, limits: Limits = Limits()) throws -> [UInt8]
{
  var pdf = PDFBuilder()
  pdf.addStream(data, entries, number: 10)
  pdf.addPage("/Contents 10 0 R")
  return try withDocument(pdf.build(), limits: limits) { document in
    var output: [UInt8] = []
    let stream = try #require(document.load(.init(number: 10, generation: 0)).stream)
    _ = try document.decode(stream, into: &output)
    return output
  }
}

private func zlib(_ data: [UInt8]) -> [UInt8] {
  Deflate.compress(data, format: .zlib)
}

private let text = Array("HOLE-1 HOLE-12 HOLE-1A HOLE-1 HOLE-12 HOLE-1A".utf8)

struct FilterTests {
  @Test("filters one after another, by either name")
  func chains() throws {
    #expect(try decode(text, "") == text)
    #expect(try decode(zlib(text), "/Filter /FlateDecode") == text)
    #expect(try decode(zlib(text), "/Filter [/Fl]") == text)
    let hex = Array(zlib(text).hexadecimal.utf8) + Array(">".utf8)
    #expect(try decode(hex, "/Filter [/ASCIIHexDecode /FlateDecode]") == text)
    let twice = Array(hex.hexadecimal.utf8)
    #expect(try decode(twice, "/Filter [/AHx /AHx /Fl] /DecodeParms [null null null]") == text)
  }

  @Test("ASCII85 with z, blanks and a short last group")
  func ascii85() throws {
    #expect(try decode(Array("87cUR\nDZ~>".utf8), "/Filter /ASCII85Decode") == Array("Hello".utf8))
    #expect(try decode(Array("z!!~>x".utf8), "/Filter /A85") == [0, 0, 0, 0, 0])
    #expect(try decode(Array("s8W-\"uuuuu".utf8), "/Filter /A85").count == 8)
  }

  @Test("run lengths")
  func runLength() throws {
    #expect(try decode([2, 65, 66, 67, 254, 68, 128, 9], "/Filter /RL") == Array("ABCDDD".utf8))
    #expect(try decode([100, 65], "/Filter /RunLengthDecode") == [65])
    #expect(try decode([200], "/Filter /RL") == [])
  }

  @Test("LZW, the standard's example")
  func lzw() throws {
    // ISO 32000-2 §7.4.4.2, example 1.
    let data: [UInt8] = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]
    #expect(try decode(data, "/Filter /LZWDecode") == [45, 45, 45, 45, 45, 65, 45, 45, 45, 66])
    #expect(try decode([0x80, 0xFF, 0xFF], "/Filter /LZW") == [])
  }

  @Test("LZW of long data, growing codes early and late", arguments: [true, false])
  func longLZW(_ early: Bool) throws {
    let data = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
    let entries = "/Filter /LZWDecode /DecodeParms << /EarlyChange \(early ? 1 : 0) >>"
    #expect(try decode(LZWWriter.encode(data, early: early), entries) == data)
  }

  @Test("damaged Flate data gives what can be had")
  func damagedFlate() throws {
    let long = (0..<2000).flatMap { Array("line \($0)\n".utf8) }
    var whole = zlib(long)
    let cut = try decode(Array(whole.prefix(whole.count / 2)), "/Filter /FlateDecode")
    #expect(cut.count > 1000 && long.starts(with: cut))
    whole[0] = 0x11
    #expect(try decode(whole, "/Filter /FlateDecode") == long)
    #expect(try decode([0x0A] + zlib(long), "/Filter /FlateDecode") == long)
    var wrongSum = zlib(long)
    wrongSum[wrongSum.count - 1] ^= 1
    #expect(try decode(wrongSum, "/Filter /FlateDecode") == long)
    #expect(try decode([1, 2, 3], "/Filter /FlateDecode").count < 10)
  }

  @Test("PNG predictors of each kind, and a short last row")
  func png() throws {
    let rows: [[UInt8]] = [
      [0, 1, 2, 3], [1, 1, 1, 1], [2, 1, 1, 1], [3, 4, 4, 4], [4, 1, 1, 1], [2, 9],
    ]
    let parameters = "/DecodeParms << /Predictor 15 /Columns 3 >>"
    let decoded = try decode(zlib(rows.flatMap { $0 }), "/Filter /FlateDecode \(parameters)")
    #expect(decoded == [1, 2, 3, 1, 2, 3, 2, 3, 4, 5, 8, 10, 6, 9, 11, 15])
  }

  @Test("TIFF predictors of 8, 16 and fewer bits")
  func tiff() throws {
    func run(_ data: [UInt8], _ entries: String) throws -> [UInt8] {
      try decode(
        zlib(data), "/Filter /FlateDecode /DecodeParms << /Predictor 2 \(entries) >>")
    }
    #expect(try run([1, 2, 3, 10, 1, 1], "/Columns 3") == [1, 3, 6, 10, 11, 12])
    #expect(try run([1, 5, 1, 5], "/Columns 2 /Colors 2") == [1, 5, 2, 10])
    #expect(
      try run([0, 255, 0, 1], "/Columns 2 /BitsPerComponent 16") == [0, 255, 1, 0])
    #expect(try run([0x12, 0x34], "/Columns 4 /BitsPerComponent 4") == [0x13, 0x6A])
  }

  @Test("predictors that make no sense are left undone")
  func absurdPredictors() throws {
    for entries in ["/Columns -1", "/Columns 999999999999", "/Colors 0", "/BitsPerComponent 7"] {
      let all = "/Filter /FlateDecode /DecodeParms << /Predictor 12 \(entries) >>"
      #expect(try decode(zlib(text), all) == text)
    }
  }

  @Test("image filters are left alone")
  func images() throws {
    #expect(try decode(text, "/Filter /DCTDecode") == [])
    #expect(try decode(text, "/Filter [/FlateDecode /JBIG2Decode]") == [])
    #expect(try decode(text, "/Filter /Nonsense") == [])
  }

  @Test("a stream that grows beyond its bound is too large, whatever the filter")
  func bombs() throws {
    var limits = Limits()
    limits.streamBytes = 100_000
    let zeros = zlib([UInt8](repeating: 0, count: 1_000_000))
    let runs = [UInt8](repeating: 129, count: 4000)
    let lzw = LZWWriter.encode([UInt8](repeating: 0, count: 300_000), early: true)
    let z = [UInt8](repeating: 0x7A, count: 50_000)
    for (data, filter) in [(zeros, "Fl"), (runs, "RL"), (lzw, "LZW"), (z, "A85")] {
      #expect(throws: ExtractionError.self, "\(filter)") {
        try decode(data, "/Filter /\(filter)", limits: limits)
      }
    }
    #expect(throws: ExtractionError.self) {
      limits.inflatedBytes = 50_000
      return try decode(zlib(zeros), "/Filter [/Fl /Fl]", limits: limits)
    }
  }
}

/// A plain LZW encoder, the oracle of the decoder.
private enum LZWWriter {
  static func encode(_ data: [UInt8], early: Bool) -> [UInt8] {
    var output: [UInt8] = []
    var bits: UInt64 = 0
    var held = 0
    var width = 9
    func put(_ code: Int) {
      bits = bits << UInt64(width) | UInt64(code)
      held += width
      while held >= 8 {
        output.append(UInt8(truncatingIfNeeded: bits >> UInt64(held - 8)))
        held -= 8
      }
    }
    var table: [[UInt8]: Int] = [:]
    func reset() {
      table = Dictionary(uniqueKeysWithValues: (0..<256).map { ([UInt8($0)], $0) })
      width = 9
    }
    put(256)
    reset()
    var next = 258
    var current: [UInt8] = []
    for byte in data {
      if table[current + [byte]] != nil, current.count < 200 {
        current.append(byte)
        continue
      }
      put(table[current] ?? 0)
      table[current + [byte]] = next
      next += 1
      // The decoder is one entry behind.
      if next - 1 + (early ? 1 : 0) > (1 << width) - 1, width < 12 { width += 1 }
      current = [byte]
      if next >= 4094 {
        put(table[current] ?? 0)
        current = []
        put(256)
        reset()
        next = 258
      }
    }
    if !current.isEmpty { put(table[current] ?? 0) }
    put(257)
    while held > 0 {
      output.append(
        UInt8(truncatingIfNeeded: held >= 8 ? bits >> UInt64(held - 8) : bits << UInt64(8 - held)))
      held -= 8
    }
    return output
  }
}
