internal import Codec

/// Reads the first column of a worksheet (ECMA-376-1 §18.3.1.99).
struct SheetScanner {
  /// A cell's value: as text, or where it stands in the shared table.
  enum Value {
    case text(String)
    case shared(Int)
  }

  private enum Kind {
    case number, shared, text, boolean, error
  }

  private var scanner: XMLScanner
  private let part: String
  private let styles: WorkbookStyles
  private(set) var column = FirstColumn<Value>()

  init(_ scanner: XMLScanner, part: String, styles: WorkbookStyles) {
    self.scanner = scanner
    self.part = part
    self.styles = styles
  }

  /// Reads all rows.
  mutating func run() throws(CodeListError) {
    // §18.3.1.4: without its reference a cell stands behind the one before.
    var next = 0
    while true {
      switch scanner.next() {
      case .open(let element):
        if scanner.isName(element.name, "row") {
          next = 0
        } else if scanner.isName(element.name, "c") {
          let index = columnIndex(element) ?? next
          next = index + 1
          if column.wants(index) { try cell(element, column: index) }
        }
      case .close(let name):
        if scanner.isName(name, "sheetData") { return }
      case .text, .literal: continue
      case .damaged(let at): throw .damaged("\(part) at byte \(at)")
      case .end: throw .damaged("\(part) ends too early")
      }
    }
  }

  /// Reads up to the end of `c`.
  private mutating func cell(_ element: XMLScanner.Element, column index: Int)
    throws(CodeListError)
  {
    let kind = kind(of: element)
    let style = kind == .number ? scanner.attributeRange("s", of: element) : nil
    var bytes: [UInt8] = []
    loop: while true {
      switch scanner.next() {
      case .open(let child):
        if scanner.isName(child.name, "v") {
          try value(into: &bytes)
        } else if scanner.isName(child.name, "is") {
          try RichText.read(&scanner, until: "is", part: part, into: &bytes)
        } else if scanner.isName(child.name, "f") {
          var formula: [UInt8] = []
          try value(into: &formula)
        }
      case .close(let name): if scanner.isName(name, "c") { break loop }
      case .text, .literal: continue
      case .damaged(let at): throw .damaged("\(part) at byte \(at)")
      case .end: throw .damaged("\(part) ends too early")
      }
    }
    if let value = finished(&bytes, kind, style) { try column.add(value, column: index) }
  }

  /// The text of an element without children, up to its end.
  private mutating func value(into bytes: inout [UInt8]) throws(CodeListError) {
    while true {
      switch scanner.next() {
      case .text(let range): scanner.appendText(range, to: &bytes)
      case .literal(let range): bytes.append(contentsOf: scanner.bytes[range])
      case .close: return
      case .open: continue
      case .damaged(let at): throw .damaged("\(part) at byte \(at)")
      case .end: throw .damaged("\(part) ends too early")
      }
    }
  }

  /// §18.18.11.
  private func kind(of element: XMLScanner.Element) -> Kind {
    guard let range = scanner.attributeRange("t", of: element) else { return .number }
    switch String(decoding: scanner.bytes[range], as: UTF8.self) {
    case "s": return .shared
    case "b": return .boolean
    case "e": return .error
    case "n": return .number
    default: return .text
    }
  }

  /// What a person sees in the cell; `nil` where that is nothing, or an error.
  private func finished(_ bytes: inout [UInt8], _ kind: Kind, _ style: Range<Int>?) -> Value? {
    switch kind {
    case .text:
      CellText.resolveEscapes(&bytes)
      return CellText.trimmed(bytes[...]).map(Value.text)
    case .error: return nil
    case .boolean:
      guard let text = CellText.trimmed(bytes[...]) else { return nil }
      return .text(text == "1" || text == "true" ? "TRUE" : "FALSE")
    case .shared:
      return CellText.trimmed(bytes[...]).flatMap { Int($0) }.map(Value.shared)
    case .number:
      guard let text = CellText.trimmed(bytes[...]) else { return nil }
      return .text(number(text, style))
    }
  }

  private func number(_ text: String, _ style: Range<Int>?) -> String {
    let index = style.flatMap { Int(String(decoding: scanner.bytes[$0], as: UTF8.self)) }
    let format = index.flatMap { styles.format(ofCell: $0) }
    guard let value = Double(text) else { return text }
    return format?.text(value) ?? NumberFormat.general(value)
  }

  /// The column of a reference such as `AB12`, from 0.
  private func columnIndex(_ element: XMLScanner.Element) -> Int? {
    guard let range = scanner.attributeRange("r", of: element) else { return nil }
    var index = 0
    var letters = 0
    for byte in scanner.bytes[range] {
      guard (0x41...0x5A).contains(byte & 0xDF), byte >= 0x41 else { break }
      index = index * 26 + Int(byte & 0xDF) - 0x40
      letters += 1
      if letters > 3 { return nil }
    }
    return letters > 0 ? index - 1 : nil
  }
}
