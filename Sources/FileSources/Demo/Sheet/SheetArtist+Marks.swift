extension SheetArtist {
  /// The codes of this sheet, each in its place; what finds no room becomes a note.
  mutating func drawMarks() {
    for mark in plan.marks where mark.sheet == sheet {
      let done =
        switch mark.place {
        case .balloon: drawBalloon(mark.text)
        case .alongPipe: drawAlongPipe(mark.text)
        case .penetration: drawPenetration(mark.text)
        case .margin: drawMargin(mark.text)
        case .annotation: drawShxLabel(mark.text)
        case .freeText: drawFreeText(mark.text)
        case .billOfMaterials: addMaterial(mark.text)
        case .holeSchedule: addScheduled(mark.text)
        case .note: false
        }
      if !done { notes.append(noteText(mark.text)) }
    }
  }

  /// Points of the run where something may be said about a hole: walls first.
  private mutating func anchors() -> [Point] {
    var points = fittings.filter { $0.kind == .wall }.map(\.at)
    for leg in route.legs.shuffled(&random) {
      points.append(leg.start.toward(leg.end, 0.35 + 0.3 * random.unit()))
    }
    return points
  }

  private mutating func drawBalloon(_ code: String) -> Bool {
    let size = 6.8
    let width = pen.width(code, size) + 13
    for anchor in anchors() {
      guard let quad = spot(width, 13, near: anchor) else { continue }
      leader(from: anchor, to: quad, arrow: random.chance(50))
      room.take(quad, as: Occupancy.text)
      if plan.style.balloonForms, plan.style.letters != .strokes {
        drawBalloonForm(code, quad, size)
      } else {
        Self.outline(quad, on: &canvas)
        pen.draw(code, at: quad.corner + Point(6.5, 4.1), size: size, on: &canvas)
      }
      return true
    }
    return false
  }

  /// The balloon and its text as a form XObject (ISO 32000-2 §8.10).
  private mutating func drawBalloonForm(_ code: String, _ quad: Quad, _ size: Double) {
    var form = Canvas(scale: plan.style.scale)
    Self.outline(Quad(x: 1, y: 1, width: quad.along.x, height: quad.up.y), on: &form)
    pen.draw(code, at: Point(7.5, 5.1), size: size, on: &form)
    canvas.texts += form.texts
    let name = "Bln\(forms.count + 1)"
    forms.append(
      SheetForm(
        name: name, width: quad.along.x + 2, height: quad.up.y + 2, content: form.out.bytes))
    place(form: name, at: quad.corner - Point(1, 1))
  }

  mutating func place(form name: String, at corner: Point) {
    canvas.save()
    canvas.concatenate(Point(1, 0), Point(0, 1), corner)
    canvas.raw {
      $0.append("/")
      $0.append(string: name)
      $0.append(" Do\n")
    }
    canvas.restore()
  }

  /// A box with round ends.
  private static func outline(_ quad: Quad, on canvas: inout Canvas) {
    let r = quad.up.y / 2
    let k = r * 0.552_284_75
    let (x0, y0) = (quad.corner.x, quad.corner.y)
    let (x1, y1) = (x0 + quad.along.x, y0 + quad.up.y)
    canvas.lineWidth(0.6)
    canvas.onWhite {
      $0.move(Point(x0 + r, y0))
      $0.line(Point(x1 - r, y0))
      $0.curve(Point(x1 - r + k, y0), Point(x1, y0 + r - k), Point(x1, y0 + r))
      $0.curve(Point(x1, y0 + r + k), Point(x1 - r + k, y1), Point(x1 - r, y1))
      $0.line(Point(x0 + r, y1))
      $0.curve(Point(x0 + r - k, y1), Point(x0, y1 - r + k), Point(x0, y0 + r))
      $0.curve(Point(x0, y0 + r - k), Point(x0 + r - k, y0), Point(x0 + r, y0))
      $0.op("h")
    }
  }

  private mutating func drawAlongPipe(_ code: String) -> Bool {
    for leg in route.legs.shuffled(&random) where along(leg, code, size: 6.6) { return true }
    return false
  }

  /// A label of level text at a hole in a wall or floor.
  private mutating func drawPenetration(_ code: String) -> Bool {
    for anchor in anchors()
    where label(
      [code, "DIA \(random.between(15...60) * 10)"], at: anchor, size: 6.2)
    {
      return true
    }
    return false
  }

  /// A text that reads upwards, at the right edge of the field.
  private mutating func drawMargin(_ code: String) -> Bool {
    let words = "SEE HOLE PLAN FOR " + code
    let width = pen.width(words, 6)
    let x = Self.column - 8
    var y = Self.strip + 14
    while y + width < Self.top - 30 {
      let quad = Quad(Point(x, y), Point(0, width), Point(-4.4, 0))
      if marginTop <= y {
        marginTop = y + width + 40
        room.take(quad.grown(2), as: Occupancy.text)
        pen.draw(words, at: Point(x, y), size: 6, axes: .rising, on: &canvas)
        return true
      }
      y = marginTop
    }
    return false
  }

  /// Pen strokes with the text in an annotation, as AutoCAD plots its SHX fonts.
  private mutating func drawShxLabel(_ code: String) -> Bool {
    let size = 6.6
    let width = StrokeFont.width(code, size: size)
    for anchor in anchors() {
      guard let quad = spot(width + 2, size, near: anchor) else { continue }
      leader(from: anchor, to: quad, arrow: true)
      room.take(quad, as: Occupancy.text)
      var style = plan.style
      style.letters = .strokes
      var strokes = TextPen(style)
      strokes.draw(code, at: quad.corner + Point(1, 1), size: size, on: &canvas)
      if plan.style.letters != .strokes {
        annotations.append(
          SheetAnnotation(kind: .shxText, text: code, quad: quad, appearance: []))
      }
      return true
    }
    return false
  }

  /// A remark put on the finished drawing: a FreeText annotation (ISO 32000-2 §12.5.6.6).
  private mutating func drawFreeText(_ code: String) -> Bool {
    let size = 7.0
    let width = DrawingFont.helvetica.width(code, size: size) + 8
    for anchor in anchors() {
      guard let quad = spot(width, 13, near: anchor) else { continue }
      room.take(quad, as: Occupancy.text)
      var box = Canvas(scale: plan.style.scale)
      box.color(0.8, 0.1, 0.1)
      box.lineWidth(0.7)
      box.rectangle(0.5, 0.5, width - 1, 12)
      box.op("S")
      var style = plan.style
      style.letters = .standard
      style.fontNames = ("Helv", "Helv")
      var plain = TextPen(style)
      plain.draw(code, at: Point(4, 4), size: size, showing: .whole, on: &box)
      canvas.texts.append(DrawnText(text: code, quad: quad))
      annotations.append(
        SheetAnnotation(kind: .freeText, text: code, quad: quad, appearance: box.out.bytes))
      return true
    }
    return false
  }

  private mutating func addMaterial(_ code: String) -> Bool {
    guard materials.count < 26 else { return false }
    materials.append(
      MaterialRow(
        group: "SLEEVES", description: "SLEEVE GALV A53-B FOR " + code,
        size: String(plan.size + 4), code: "SLG80\(random.between(100...999))", quantity: 1))
    return true
  }

  private mutating func addScheduled(_ code: String) -> Bool {
    guard schedule.count < 6 else { return false }
    schedule.append(code)
    return true
  }

  private mutating func noteText(_ code: String) -> String {
    switch random.below(3) {
    case 0: "SEAL \(code) AFTER HYDROTEST."
    case 1: "PIPE TO BE CENTRED IN \(code) ON SITE."
    default: "FOR FIRE STOP AT \(code) SEE STD DETAIL."
    }
  }
}

extension Array {
  /// In an order that the demo's own generator chooses.
  func shuffled(_ random: inout DemoRandom) -> [Element] {
    var list = self
    for index in list.indices.dropLast() {
      list.swapAt(index, index + random.below(list.count - index))
    }
    return list
  }
}
