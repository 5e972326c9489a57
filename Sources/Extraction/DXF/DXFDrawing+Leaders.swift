/// MULTILEADER (DXF Reference, "MLEADER"): its content stands between `CONTEXT_DATA{` and `}`.
extension DXFDrawing {
  /// What was read of a leader's content.
  private struct Content {
    var text: [UInt8] = []
    var attributes: [[UInt8]] = []
    var location: (x: Double, y: Double) = (0, 0)
    var direction: (x: Double, y: Double) = (1, 0)
    var rotation = 0.0
    var height: Double?
    var width = 0.0
    var block: [UInt8]?
    var blockLocation: (x: Double, y: Double) = (0, 0)
    var blockScale: (x: Double, y: Double) = (1, 1)
    var blockRotation = 0.0
  }

  mutating func addLeader(_ group: DXFGroup, to space: inout DXFSpace) {
    let content = content(group)
    let layer = layer(group)
    let hidden = isHidden(group)
    let size = height(content.height)
    let degrees = content.rotation * 180 / .pi
    func place(_ bytes: [UInt8], _ at: (x: Double, y: Double), width: Double) -> DXFText {
      let lines = MText.lines(codePage.scalars(bytes), codePage, height: Float(size))
      let runs = DXFLayout.block(
        lines, height: Float(size), attachment: 1, width: Float(width), spacing: 1)
      return DXFText(
        runs: runs, matrix: Matrix.rotation(degrees).concatenated(with: .translation(at.x, at.y)),
        layer: layer, isHidden: hidden)
    }
    if !content.text.isEmpty {
      add(place(content.text, content.location, width: content.width), to: &space)
    }
    for attribute in content.attributes {
      add(place(attribute, content.blockLocation, width: 0), to: &space)
    }
    guard let handle = content.block, let block = blockNames[Self.capitals(handle)] else { return }
    let matrix = Matrix.scale(content.blockScale.x, content.blockScale.y)
      .concatenated(with: .rotation(content.blockRotation * 180 / .pi))
      .concatenated(with: .translation(content.blockLocation.x, content.blockLocation.y))
    space.entities.append(
      .insert(DXFInsert(block: block, matrix: matrix, layer: layer, isHidden: hidden)))
  }

  private func content(_ group: DXFGroup) -> Content {
    var content = Content()
    // Inside CONTEXT_DATA, its leaders' parts are nested one deeper each.
    var depth = 0
    for tag in group.tags {
      switch tag.code {
      case 300 where depth == 0, 302 where depth == 1, 304 where depth == 2:
        if endsWithBrace(group, tag) { depth += 1 } else { take(tag, group, depth, &content) }
      case 301, 303, 305:
        if depth > 0, group.word(tag) == [0x7D] { depth -= 1 }
      default: take(tag, group, depth, &content)
      }
    }
    return content
  }

  private func endsWithBrace(_ group: DXFGroup, _ tag: DXFTag) -> Bool {
    let word = group.word(tag)
    return [Array("CONTEXT_DATA{".utf8), Array("LEADER{".utf8), Array("LEADER_LINE{".utf8)]
      .contains(word)
  }

  private func take(_ tag: DXFTag, _ group: DXFGroup, _ depth: Int, _ content: inout Content) {
    if depth == 0 {
      // Values of the block's attributes follow the context.
      if tag.code == 302, !tag.range.isEmpty {
        content.attributes.append(Array(group.bytes[tag.range]))
      }
      return
    }
    guard depth == 1 else { return }
    switch tag.code {
    case 304: content.text += group.bytes[tag.range]
    case 12: content.location.x = group.number(tag)
    case 22: content.location.y = group.number(tag)
    case 42: content.rotation = group.number(tag)
    case 41: content.height = group.number(tag)
    case 43: content.width = group.number(tag)
    case 341: content.block = group.word(tag)
    case 15: content.blockLocation.x = group.number(tag)
    case 25: content.blockLocation.y = group.number(tag)
    case 16: content.blockScale.x = group.number(tag)
    case 26: content.blockScale.y = group.number(tag)
    case 46: content.blockRotation = group.number(tag)
    default: break
    }
  }
}
