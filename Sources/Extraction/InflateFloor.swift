/// The least that reading a PDF can cost: finding its objects and decoding every stream, nothing more.
///
/// Benchmarks hold extraction against it.
public enum InflateFloor {
  /// Decodes every stream of a PDF that is not an image.
  /// - Returns: how many there are, and the bytes that came out.
  public static func decodeAll(_ bytes: UnsafeRawBufferPointer, limits: Limits = Limits())
    throws(ExtractionError) -> (streams: Int, bytes: Int)
  {
    let document = try PDFDocument(bytes, budget: Budget(limits: limits))
    var streams = 0
    var count = 0
    var buffer: [UInt8] = []
    for number in document.xref.numbers {
      let object = document.load(.init(number: number, generation: 0))
      guard let stream = object.stream else { continue }
      if case .bytes = try document.decode(stream, into: &buffer) {
        streams += 1
        count += buffer.count
      }
    }
    return (streams, count)
  }
}
