extension Extractor {
  /// Reads a DXF drawing: model space is page 1, each layout of paper space one more, in their order.
  mutating func readDXF(
    _ bytes: UnsafeRawBufferPointer, budget: Budget, into summary: inout Summary,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    var drawing = DXFDrawing(bytes, budget: budget)
    try drawing.read()
    try note(drawing, in: &summary)
    var placer = DXFPlacer(drawing)
    for (index, sheet) in drawing.pages.enumerated() {
      guard index < limits.pages else { throw .tooLarge("more than \(limits.pages) pages") }
      placer.reset()
      for space in sheet.spaces { try placer.draw(space) }
      try budget.checkClock()
      let layout = DXFSheet(placer.placed, sheet.extents)
      page.reset(number: index + 1, width: layout.width, height: layout.height)
      layout.write(placer.placed, into: &page)
      var ink = PageInk()
      ink.glyphs = placer.scalars
      ink.pathSegments = placer.segments
      ink.images = placer.images
      page.verdict = Verdict(ink, scalars: page.scalars.count)
      summary.count(page)
      try Self.hand(&page, to: body)
    }
  }

  private func note(_ drawing: DXFDrawing, in summary: inout Summary) throws(ExtractionError) {
    if drawing.groups.strays > 0 {
      summary.repairs.append("\(drawing.groups.strays) lines that are no group codes skipped")
    }
    if !drawing.hasEnd { summary.repairs.append("the drawing was cut short: it has no EOF") }
    if !limits.repairs, let first = summary.repairs.first {
      throw .unreadable("malformed drawing: \(first)")
    }
  }
}

extension DXFDrawing {
  /// What a page shows.
  struct PageSource {
    var spaces: [DXFSpace]
    var extents: DXFExtents
  }

  /// The model, then the layouts; blocks of paper space that no layout names last, if they hold anything.
  var pages: [PageSource] {
    var stated = model.extents
    if extents.hasArea { stated = extents }
    let models = [model] + ["*MODEL_SPACE", "$MODEL_SPACE"].compactMap { blocks[Array($0.utf8)] }
    var pages = [PageSource(spaces: models, extents: stated)]
    var used: Set<[UInt8]> = []
    let active = Array("*PAPER_SPACE".utf8)
    for sheet in sheets.sorted(by: { $0.order < $1.order }) {
      guard sheet.block.starts(with: active), used.insert(sheet.block).inserted else { continue }
      pages.append(page(sheet.block, sheet.extents, isActive: sheet.block == active))
    }
    let loose = blocks.keys.filter { name in
      name.starts(with: active) && !used.contains(name)
        && blocks[name]?.entities.isEmpty == false
    }
    for name in loose.sorted(by: { $0.lexicographicallyPrecedes($1) }) where name != active {
      pages.append(page(name, DXFExtents(), isActive: false))
    }
    if !used.contains(active), !paper.entities.isEmpty || loose.contains(active) {
      pages.append(page(active, DXFExtents(), isActive: true))
    }
    return pages
  }

  private func page(_ block: [UInt8], _ stated: DXFExtents, isActive: Bool) -> PageSource {
    var spaces = blocks[block].map { [$0] } ?? []
    if isActive { spaces.append(paper) }
    return PageSource(spaces: spaces, extents: stated.hasArea ? stated : DXFExtents())
  }
}
