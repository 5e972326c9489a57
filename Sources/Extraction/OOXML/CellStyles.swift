/// The number formats of a workbook's cells (ECMA-376-1 §18.8).
struct CellStyles {
  /// Formats by style index; nil is General, or one that is not shown otherwise.
  private var formats: [NumberFormat?] = []

  /// Formats that every workbook has (§18.8.30), dates and fractions aside.
  private static let standard = [
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
  ]

  /// A cell's number as it is shown.
  func show(_ value: Double, style: Int) -> String {
    guard formats.indices.contains(style), let format = formats[style] else {
      return NumberFormat.general(value)
    }
    return format.show(value) ?? NumberFormat.general(value)
  }

  mutating func read(_ walk: inout XMLWalk) throws(ExtractionError) {
    var codes = Self.standard
    var isCells = false
    while true {
      switch try walk.next() {
      case .open("numFmt"):
        guard let id = walk.attribute("numFmtId").flatMap({ Int($0) }) else { continue }
        codes[id] = walk.attribute("formatCode")
      case .open("cellXfs"): isCells = true
      case .close("cellXfs"): isCells = false
      case .open("xf"):
        guard isCells else { continue }
        let id = walk.attribute("numFmtId").flatMap { Int($0) } ?? 0
        formats.append(codes[id].map { NumberFormat($0) })
      case .end: return
      default: break
      }
    }
  }
}
