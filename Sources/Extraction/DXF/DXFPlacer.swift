/// Draws a space: its texts, and those of the blocks it inserts, each in its place.
struct DXFPlacer {
  /// A run with its way to the space.
  struct Placed {
    var run: DXFRun
    var matrix: Matrix
    var isVisible: Bool
  }

  private let drawing: DXFDrawing
  private let budget: Budget
  /// Blocks that show text, in themselves or through others; the rest is not entered.
  private let speaking: Set<[UInt8]>
  private(set) var placed: [Placed] = []
  private(set) var scalars = 0
  private(set) var segments = 0
  private(set) var images = 0
  /// Blocks being drawn, to stop at one that contains itself.
  private var open: [[UInt8]] = []

  /// What a block takes from its insertion.
  private struct Inherited {
    /// The layer for what stands on layer 0; nil outside of blocks.
    var layer: Int?
    var isHidden = false
  }

  init(_ drawing: DXFDrawing) {
    self.drawing = drawing
    budget = drawing.budget
    speaking = Self.speaking(drawing.blocks)
  }

  /// Follows insertions backward from the blocks that have text themselves.
  private static func speaking(_ blocks: [[UInt8]: DXFSpace]) -> Set<[UInt8]> {
    var parents: [[UInt8]: Set<[UInt8]>] = [:]
    var found: Set<[UInt8]> = []
    for (name, space) in blocks {
      for entity in space.entities {
        switch entity {
        case .text(let text): if !text.isDefinition { found.insert(name) }
        case .insert(let insert):
          parents[insert.block, default: []].insert(name)
          if !insert.fallback.isEmpty { found.insert(name) }
        }
      }
    }
    var pending = Array(found)
    while let name = pending.popLast() {
      for parent in parents[name] ?? [] where found.insert(parent).inserted {
        pending.append(parent)
      }
    }
    return found
  }

  /// Begins anew with the texts of one page.
  mutating func reset() {
    placed.removeAll(keepingCapacity: true)
    (scalars, segments, images) = (0, 0, 0)
  }

  mutating func draw(_ space: DXFSpace) throws(ExtractionError) {
    try draw(space, .identity, Inherited())
  }

  private mutating func draw(
    _ space: DXFSpace, _ matrix: Matrix, _ inherited: Inherited
  ) throws(ExtractionError) {
    segments &+= space.segments
    images &+= space.images
    for entity in space.entities {
      switch entity {
      case .text(let text): try draw(text, matrix, inherited)
      case .insert(let insert): try draw(insert, matrix, inherited)
      }
    }
  }

  private mutating func draw(
    _ text: DXFText, _ matrix: Matrix, _ inherited: Inherited
  ) throws(ExtractionError) {
    if text.isDefinition, inherited.layer != nil { return }
    try budget.charge(operators: 1)
    let state = drawing.layers[layer(text.layer, inherited)]
    let isVisible = !(inherited.isHidden || text.isHidden || state.isOff || state.isFrozen)
    for run in text.runs {
      scalars &+= run.scalars.count
      placed.append(
        Placed(
          run: run, matrix: text.matrix.concatenated(with: matrix), isVisible: isVisible))
    }
    if scalars > budget.limits.pageScalars {
      throw .tooLarge("a layout of more than \(budget.limits.pageScalars) characters")
    }
  }

  private func layer(_ own: Int, _ inherited: Inherited) -> Int {
    own == drawing.layers.zero ? inherited.layer ?? own : own
  }

  private mutating func draw(
    _ insert: DXFInsert, _ matrix: Matrix, _ inherited: Inherited
  ) throws(ExtractionError) {
    try budget.charge(operators: 1)
    let block = drawing.blocks[insert.block]
    guard let block, speaking.contains(insert.block) else {
      segments &+= block?.segments ?? 0
      for text in insert.fallback { try draw(text, matrix, inherited) }
      return
    }
    guard open.count < budget.limits.forms, !open.contains(insert.block) else { return }
    let layer = layer(insert.layer, inherited)
    // A layer that is off hides what takes it; one that is frozen hides the whole insertion.
    let isHidden = inherited.isHidden || insert.isHidden || drawing.layers[layer].isFrozen
    open.append(insert.block)
    let toOrigin = Matrix.translation(-block.base.x, -block.base.y)
      .concatenated(with: insert.scale)
    for row in 0..<insert.rows {
      for column in 0..<insert.columns {
        let shift = Matrix.translation(
          Double(column) * insert.spacing.x, Double(row) * insert.spacing.y)
        try draw(
          block,
          toOrigin.concatenated(with: shift).concatenated(with: insert.matrix)
            .concatenated(with: matrix),
          Inherited(layer: layer, isHidden: isHidden))
      }
    }
    open.removeLast()
  }
}
