/// Tiling patterns (ISO 32000-2 §8.7.3).
extension ContentInterpreter {
  /// Draws a tiling pattern's cell when the pattern becomes the colour.
  ///
  /// Once a page, where the pattern's matrix puts the cell: a hatch repeats it hundreds of times, and a
  /// code in it stands there once for the reader. Whether anything is painted with it is not asked.
  mutating func drawPattern(
    _ name: Name, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    guard let list = document.dictionary(resources, .pattern),
      let stream = document.stream(list, name),
      document.integer(stream.dictionary, .patternType) == 1,
      patterns.insert(ObjectIdentifier(stream)).inserted
    else { return }
    let outer = state
    defer { state = outer }
    state = GraphicsState(matrix: base)
    try draw(stream, inherited: resources)
  }
}
