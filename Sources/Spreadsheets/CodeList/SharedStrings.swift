internal import Codec

/// A workbook's table of texts (ECMA-376-1 §18.4.9).
enum SharedStrings {
  /// Most texts of a table: four a row of a full sheet.
  static let countLimit = 4_194_304

  /// The texts, as far as `isWanted` holds; the others are `nil`.
  static func read(
    _ scanner: XMLScanner, wanted isWanted: [Bool], part: String
  ) throws(CodeListError) -> [String?] {
    var scanner = scanner
    var texts: [String?] = []
    texts.reserveCapacity(min(isWanted.count, 65_536))
    while texts.count < isWanted.count {
      switch scanner.next() {
      case .open(let element) where scanner.isName(element.name, "si"):
        var bytes: [UInt8] = []
        let wanted = isWanted[texts.count]
        try RichText.read(&scanner, until: "si", part: part, keep: wanted, into: &bytes)
        CellText.resolveEscapes(&bytes)
        texts.append(wanted ? CellText.trimmed(bytes[...]) : nil)
      case .damaged(let at): throw .damaged("\(part) at byte \(at)")
      case .end: return texts
      default: continue
      }
    }
    return texts
  }
}

/// A text of runs (§18.4.4 `r`, §18.4.12 `t`): all runs one after another.
enum RichText {
  /// Appends the text up to the end of the element that is open; its phonetic runs (§18.4.6
  /// `rPh`) are no part of it.
  static func read(
    _ scanner: inout XMLScanner, until end: StaticString, part: String, keep: Bool = true,
    into bytes: inout [UInt8]
  ) throws(CodeListError) {
    var isText = false
    var isPhonetic = false
    while true {
      switch scanner.next() {
      case .open(let element):
        if scanner.isName(element.name, "t") { isText = true }
        if scanner.isName(element.name, "rPh") { isPhonetic = true }
      case .close(let name):
        if scanner.isName(name, end) { return }
        if scanner.isName(name, "t") { isText = false }
        if scanner.isName(name, "rPh") { isPhonetic = false }
      case .text(let range):
        if keep, isText, !isPhonetic { scanner.appendText(range, to: &bytes) }
      case .literal(let range):
        if keep, isText, !isPhonetic { bytes.append(contentsOf: scanner.bytes[range]) }
      case .damaged(let at): throw .damaged("\(part) at byte \(at)")
      case .end: throw .damaged("\(part) ends too early")
      }
    }
  }
}
