/// What one drawing is about and which codes stand where, decided before anything is drawn.
struct DrawingPlan {
  /// Where a code is drawn.
  enum Place: CaseIterable {
    case balloon, alongPipe, penetration, billOfMaterials, holeSchedule, note, margin, annotation,
      freeText
  }

  /// One code, near miss or other code, once.
  struct Mark {
    let text: String
    let place: Place
    let sheet: Int
  }

  let index: Int
  let area: Int
  let serial: Int
  let fluid: String
  let size: Int
  let specification: String
  let insulated: Bool
  let sheets: Int
  let revision: Int
  let marks: [Mark]
  let style: ExporterStyle
  /// For what only the drawing itself decides.
  let random: DemoRandom

  /// `6"-P-101017-A1A-IH`.
  var lineNumber: String {
    "\(size)\"-\(fluid)-\(serial)-\(specification)" + (insulated ? "-IH" : "")
  }

  /// Path below the set's root: folders by area; names in the order of the index.
  var name: String { "AREA-\(area)/ISO-\(serial)-\(fluid)-\(size)IN-\(specification).pdf" }

  static let fluids = ["P", "CWS", "CWR", "LS", "MS", "FG", "IA", "N2", "DW", "FW", "VG", "CD"]
  static let specifications = ["A1A", "A2B", "B1A", "C3D", "D1F", "A3K"]

  init(index: Int, seed: UInt64, present: [String], index targets: TargetIndex) {
    var random = DemoRandom(seed, stream: UInt64(truncatingIfNeeded: index) &+ 1)
    self.index = index
    area = 101 + index / 50
    serial = area * 1_000 + 1 + index % 50
    fluid = random.pick(Self.fluids)
    size = random.pick([2, 3, 4, 6, 6, 8, 8, 10, 12])
    specification = random.pick(Self.specifications)
    insulated = random.chance(35)
    let count = random.below(100)
    sheets = count < 62 ? 1 : count < 90 ? 2 : 3
    revision = random.below(5)
    style = ExporterStyle(&random)
    marks = Self.marks(
      &random, sheets: sheets, strokes: style.letters == .strokes, present: present,
      targets: targets)
    self.random = random
  }

  /// Codes that are looked for, in about one drawing of eight, and others in every drawing.
  private static func marks(
    _ random: inout DemoRandom, sheets: Int, strokes: Bool, present: [String],
    targets: TargetIndex
  ) -> [Mark] {
    var marks: [Mark] = []
    if !present.isEmpty, random.chance(12) {
      for _ in 0..<random.pick([1, 1, 1, 2, 2, 3, 4]) {
        let code = random.pick(present)
        for _ in 0..<random.pick([1, 1, 2, 3]) {
          let place = random.pick(Place.allCases)
          let onPage = !strokes && place != .annotation && place != .freeText
          marks.append(
            Mark(
              text: spelling(of: code, onPage: onPage, &random), place: place,
              sheet: random.below(sheets)))
        }
      }
    }
    for _ in 0..<sheets * 2 + random.below(3) {
      let code = other(&random, targets)
      marks.append(
        Mark(text: code, place: random.pick(Place.allCases), sheet: random.below(sheets)))
    }
    return marks
  }

  /// A code as a draughtsman or an exporter may spell it.
  /// - Parameter onPage: drawn with a font; only there a soft hyphen is a hyphen for sure.
  private static func spelling(
    of code: String, onPage: Bool, _ random: inout DemoRandom
  ) -> String {
    switch random.below(20) {
    case 0: code.lowercased()
    case 1: code.prefix(1) + code.dropFirst().lowercased()
    case 2: code.replacing("-", with: "\u{2013}")
    case 3: code.replacing("-", with: onPage ? "\u{AD}" : "-")
    case 4, 5: "(\(code))"
    case 6: "Code-\(code)"
    case 7: "\(code)/"
    case 8: "\(code),"
    default: code
    }
  }

  /// Something that looks like a code and holds no target.
  private static func other(_ random: inout DemoRandom, _ targets: TargetIndex) -> String {
    while true {
      let seed =
        random.chance(45)
        ? random.pick(CodeFamily.first) : CodeFamily.make(&random, count: 2_000)
      let text = random.chance(60) ? CodeFamily.nearMiss(of: seed, &random) : seed
      if targets.matches(in: text).isEmpty { return text }
    }
  }
}
