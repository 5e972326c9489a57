internal import Codec

/// The number formats of a workbook's cells that matter for codes (ECMA-376-1 §18.8).
struct WorkbookStyles {
  /// Most formats that are looked at; Excel has 65,490 at most.
  private static let formatLimit = 70_000

  private var formats: [Int: NumberFormat] = [
    // §18.8.30: built in.
    1: NumberFormat("0"), 2: NumberFormat("0.00"),
  ].compactMapValues { $0 }
  /// The format's number of each cell style.
  private var cells: [Int] = []

  init() {}

  init(_ scanner: XMLScanner) {
    var scanner = scanner
    var isInCellFormats = false
    while cells.count < Self.formatLimit, formats.count < Self.formatLimit {
      switch scanner.next() {
      case .open(let element):
        if scanner.isName(element.name, "numFmt") {
          guard let id = scanner.attribute("numFmtId", of: element).flatMap({ Int($0) }),
            let code = scanner.attribute("formatCode", of: element)
          else { continue }
          formats[id] = NumberFormat(code)
        } else if scanner.isName(element.name, "cellXfs") {
          isInCellFormats = true
        } else if isInCellFormats, scanner.isName(element.name, "xf") {
          cells.append(scanner.attribute("numFmtId", of: element).flatMap { Int($0) } ?? 0)
        }
      case .close(let name):
        if scanner.isName(name, "cellXfs") { return }
      // A damaged table of styles costs the formats, not the codes.
      case .end, .damaged: return
      case .text, .literal: continue
      }
    }
  }

  /// `nil` for the general format.
  func format(ofCell style: Int) -> NumberFormat? {
    guard cells.indices.contains(style) else { return nil }
    return formats[cells[style]]
  }
}
