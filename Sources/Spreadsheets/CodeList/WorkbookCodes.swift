internal import Codec

/// Reads the codes of a workbook: the first column of its first visible sheet.
struct WorkbookCodes {
  private let package: WorkbookPackage

  init(_ archive: ZipReader) { package = WorkbookPackage(archive) }

  func read() throws(CodeListError) -> CodeList {
    let workbook = try workbookPart()
    let relationships = try package.relationships(of: workbook)
    let sheet = try firstSheet(of: workbook, relationships)
    let table = relationships.first { $0.type == "sharedStrings" }?.target
    guard let scanner = try package.part(sheet) else { throw .damaged("\(sheet) is missing") }
    var reader = SheetScanner(scanner, part: sheet, styles: try styles(relationships))
    try reader.run()
    return try resolve(reader.column, table: table).list(.workbook)
  }

  private func workbookPart() throws(CodeListError) -> String {
    let root = try package.relationships(of: "")
    return root.first { $0.type == "officeDocument" }?.target ?? "xl/workbook.xml"
  }

  /// The first sheet that a person sees; a chart or a dialog is none.
  private func firstSheet(
    of workbook: String, _ relationships: [WorkbookPackage.Relationship]
  ) throws(CodeListError) -> String {
    let sheets = try package.sheets(of: workbook)
    let targets = Dictionary(
      relationships.filter { $0.type == "worksheet" }.map { ($0.id, $0.target) },
      uniquingKeysWith: { first, _ in first })
    let shown = sheets.filter { !$0.isHidden } + sheets.filter(\.isHidden)
    for sheet in shown {
      if let target = targets[sheet.relationship] { return target }
    }
    throw .damaged("\(workbook) lists no worksheet")
  }

  private func styles(
    _ relationships: [WorkbookPackage.Relationship]
  ) throws(CodeListError) -> WorkbookStyles {
    guard let name = relationships.first(where: { $0.type == "styles" })?.target,
      let scanner = try package.part(name)
    else { return WorkbookStyles() }
    return WorkbookStyles(scanner)
  }

  /// Replaces places in the shared table by their texts.
  private func resolve(
    _ column: FirstColumn<SheetScanner.Value>, table: String?
  ) throws(CodeListError) -> FirstColumn<String> {
    let texts = try sharedTexts(column.values, table: table)
    var result = FirstColumn<String>()
    for value in column.values {
      switch value {
      case .text(let text): try result.add(text, column: 0)
      case .shared(let index):
        guard texts.indices.contains(index) else {
          throw .damaged("shared string \(index) is missing")
        }
        if let text = texts[index] { try result.add(text, column: 0) }
      }
    }
    return result
  }

  private func sharedTexts(
    _ values: [SheetScanner.Value], table: String?
  ) throws(CodeListError) -> [String?] {
    var wanted: [Bool] = []
    for case .shared(let index) in values {
      guard index >= 0 else { throw .damaged("shared string \(index) is missing") }
      guard index < SharedStrings.countLimit else {
        throw .tooLarge(what: "number of shared strings", limit: SharedStrings.countLimit)
      }
      if index >= wanted.count {
        wanted.append(contentsOf: repeatElement(false, count: index + 1 - wanted.count))
      }
      wanted[index] = true
    }
    if wanted.isEmpty { return [] }
    guard let table, let scanner = try package.part(table) else {
      throw .damaged("the shared strings are missing")
    }
    return try SharedStrings.read(scanner, wanted: wanted, part: table)
  }
}
