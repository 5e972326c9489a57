extension Extractor {
  /// Reads a document that flows: `reader` fills the output, whose last page is handed on after it.
  func flow(
    _ format: Format, budget: Budget, depth: Int, _ body: (inout Page) throws -> Void,
    _ reader: (FlowOutput) throws(ExtractionError) -> Void
  ) throws(ExtractionError) -> Summary {
    try withoutActuallyEscaping(body) { (body) throws(ExtractionError) -> Summary in
      let output = FlowOutput(format, budget: budget, depth: depth, body: body)
      try reader(output)
      return try output.finish()
    }
  }
}
