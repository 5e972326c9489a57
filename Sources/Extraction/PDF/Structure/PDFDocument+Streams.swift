/// Decoding streams (ISO 32000-2 §7.3.8, §7.4).
extension PDFDocument {
  /// What decoding a stream came to.
  enum Decoded {
    /// All filters were applied; damaged data is decoded as far as it goes.
    case bytes
    /// An image filter remains (`DCTDecode`, `JPXDecode`, `CCITTFaxDecode`, `JBIG2Decode`); the buffer is empty.
    case image(Name)
  }

  /// Filters on one stream; real files have two at most.
  private static let filterLimit = 8

  /// Decodes a stream into `output`, replacing what is there and keeping its capacity.
  /// - Throws: a bound or the deadline of ``budget``; damage is repaired, not thrown.
  func decode(_ stream: PDFStream, into output: inout [UInt8]) throws(ExtractionError) -> Decoded {
    output.removeAll(keepingCapacity: true)
    try budget.check()
    let steps = filterSteps(stream.dictionary)
    if let image = steps.first(where: { $0.filter.isImage }) { return .image(image.name) }
    let raw = UnsafeRawBufferPointer(rebasing: bytes[stream.range])
    if let plain = security?.decrypt(stream, raw, of: self) {
      try plain.withUnsafeBufferPointer { plain throws(ExtractionError) in
        try run(steps, on: UnsafeRawBufferPointer(plain), of: stream, into: &output)
      }
    } else {
      try run(steps, on: raw, of: stream, into: &output)
    }
    return .bytes
  }

  /// Decodes a page's content streams one after another, with a line end between (ISO 32000-2 §7.8.2).
  func contents(of page: PDFPage, into output: inout [UInt8]) throws(ExtractionError) {
    if page.contents.count == 1 {
      guard case .bytes = try decode(page.contents[0], into: &output) else { return }
      return
    }
    output.removeAll(keepingCapacity: true)
    var part: [UInt8] = []
    for stream in page.contents {
      guard case .bytes = try decode(stream, into: &part) else { continue }
      if output.count &+ part.count > budget.limits.streamBytes { try failTooLong() }
      output.append(contentsOf: part)
      output.append(0x0A)
    }
  }

  /// One filter with its parameters.
  struct FilterStep {
    var name: Name
    var filter: Filter
    var parameters: PDFDictionary?
  }

  func filterSteps(_ dictionary: PDFDictionary) -> [FilterStep] {
    var filters = value(dictionary, .filter)
    if filters.isNull { filters = value(dictionary, .filterAbbreviated) }
    var parameters = value(dictionary, .decodeParms)
    if parameters.isNull { parameters = value(dictionary, .decodeParmsAbbreviated) }
    switch filters {
    case .name(let name):
      let own = parameters.dictionary ?? parameters.array?.first.flatMap { resolve($0).dictionary }
      return [FilterStep(name: name, filter: Filter(name), parameters: own)]
    case .array(let items):
      let all = parameters.array ?? [parameters]
      return items.prefix(Self.filterLimit).enumerated().compactMap { at, item in
        guard let name = resolve(item).name else { return nil }
        let own = at < all.count ? resolve(all[at]).dictionary : nil
        return FilterStep(name: name, filter: Filter(name), parameters: own)
      }
    default: return []
    }
  }

  private func run(
    _ steps: [FilterStep], on raw: UnsafeRawBufferPointer, of stream: PDFStream,
    into output: inout [UInt8]
  ) throws(ExtractionError) {
    guard let first = steps.first else {
      if raw.count > budget.streamAllowance { try failTooLong() }
      budget.charge(inflated: raw.count)
      output.append(contentsOf: raw)
      return
    }
    try apply(first, to: raw, of: stream, into: &output)
    guard steps.count > 1 else { return }
    var input: [UInt8] = []
    swap(&input, &filterScratch)
    for step in steps.dropFirst() {
      swap(&input, &output)
      output.removeAll(keepingCapacity: true)
      try input.withUnsafeBufferPointer { input throws(ExtractionError) in
        try apply(step, to: UnsafeRawBufferPointer(input), of: stream, into: &output)
      }
    }
    swap(&input, &filterScratch)
  }

  private func apply(
    _ step: FilterStep, to input: UnsafeRawBufferPointer, of stream: PDFStream,
    into output: inout [UInt8]
  ) throws(ExtractionError) {
    let allowance = budget.streamAllowance
    var end = FilterEnd.whole
    switch step.filter {
    case .flate: end = Flate.decode(input, with: &zlib, limit: allowance, into: &output)
    case .lzw:
      let early = step.parameters.flatMap { integer($0, .earlyChange) } ?? 1
      end = LZW.decode(input, earlyChange: early != 0, limit: allowance, into: &output)
    case .ascii85: end = ASCII85.decode(input, limit: allowance, into: &output)
    case .asciiHex: end = ASCIIHex.decode(input, limit: allowance, into: &output)
    case .runLength: end = RunLength.decode(input, limit: allowance, into: &output)
    case .crypt: output.append(contentsOf: input)
    case .image, .unknown:
      repairs.note(.unknownFilter, at: stream.range.lowerBound)
    }
    if step.filter == .flate || step.filter == .lzw, let parameters = step.parameters,
      let predictor = predictor(parameters)
    {
      predictor.decode(&output)
    }
    budget.charge(inflated: output.count)
    if end == .limit { try failTooLong() }
    if end == .damaged { repairs.note(.damagedStream, at: stream.range.lowerBound) }
    try budget.check()
  }

  private func predictor(_ parameters: PDFDictionary) -> Predictor? {
    guard let kind = integer(parameters, .predictor), kind > 1 else { return nil }
    return Predictor(
      kind: kind, colors: integer(parameters, .colors) ?? 1,
      bits: integer(parameters, .bitsPerComponent) ?? 8,
      columns: integer(parameters, .columns) ?? 1)
  }

  private func failTooLong() throws(ExtractionError) {
    let limit = budget.limits.streamBytes
    let error: ExtractionError =
      budget.streamAllowance < limit
      ? .tooLarge("more than \(budget.limits.inflatedBytes) bytes inflated in all")
      : .tooLarge("a stream of more than \(limit) bytes")
    budget.fail(error)
    throw error
  }
}
