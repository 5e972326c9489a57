internal import Codec

/// Writes a workbook (ECMA-376) to a file, row by row, in constant memory.
///
/// The file appears whole or not at all: rows go to a temporary sibling that ``finish()`` syncs
/// and renames; a writer that ends otherwise removes it. The same calls give the same bytes.
///
///     var writer = try WorkbookWriter(path: path, title: "Report", created: 1_768_878_000)
///     try writer.begin(Sheet("Matches", columns: [Column("File Name", width: 40)]))
///     try writer.row([.text("a.pdf")])
///     let summary = try writer.finish()
public struct WorkbookWriter: ~Copyable {
  /// Bytes of rows that are collected before they are deflated.
  private static let pieceSize = 65_536

  private let file: OutputFile
  private var zip: ZipWriter
  private var encoder = RowEncoder()
  private var pending: [UInt8] = []
  private var summary = WorkbookSummary()
  private var names = SheetNames()
  private var entries: [WorkbookParts.SheetEntry] = []

  private let rowLimit: Int
  private let linkLimit: Int
  private let hyperlinks: Spool
  private let relationships: Spool

  /// The sheet that is being written, with the name it was asked for.
  private var sheet: Sheet?
  private var rowCount = 0
  private var linkCount = 0
  /// Cells of the widest row.
  private var columnCount = 0

  /// - Parameters:
  ///   - path: where the workbook will stand; its folder has to exist.
  ///   - title: the document's title in its properties.
  ///   - application: the document's author in its properties.
  ///   - created: the time in its properties and of its parts, in seconds since 1970.
  ///   - level: 1 (fast) to 9 (small).
  public init(
    path: String, title: String, application: String = "Isoscan", created: Int64, level: Int = 4
  ) throws(WorkbookError) {
    try self.init(
      path: path, title: title, application: application, created: created, level: level,
      rowLimit: WorkbookLimits.rows, linkLimit: WorkbookLimits.links)
  }

  /// With limits of its own, for tests.
  init(
    path: String, title: String, application: String, created: Int64, level: Int,
    rowLimit: Int, linkLimit: Int
  ) throws(WorkbookError) {
    self.init(
      file: OutputFile(path: path, unique: RandomBytes.make(8).hexadecimal), created: created,
      level: level, rowLimit: rowLimit, linkLimit: linkLimit)
    let time = CivilTime(secondsSince1970: created).iso8601
    try put("_rels/.rels", WorkbookParts.rootRelationships)
    try put(
      "docProps/core.xml",
      WorkbookParts.coreProperties(title: title, application: application, created: time))
    try put("docProps/app.xml", WorkbookParts.applicationProperties(application: application))
    try put("xl/styles.xml", WorkbookParts.styles)
  }

  private init(file: OutputFile, created: Int64, level: Int, rowLimit: Int, linkLimit: Int) {
    self.file = file
    self.rowLimit = rowLimit
    self.linkLimit = linkLimit
    hyperlinks = Spool(path: file.temporary + ".links")
    relationships = Spool(path: file.temporary + ".targets")
    zip = ZipWriter(modified: created, level: level) { try file.write($0) }
  }

  /// Ends the sheet before and begins the next; sheets stand in the order of these calls.
  public mutating func begin(_ sheet: Sheet) throws(WorkbookError) {
    try endSheet()
    self.sheet = sheet
    (rowCount, linkCount, columnCount) = (0, 0, min(sheet.columns.count, WorkbookLimits.columns))
    let name = names.take(sheet.name)
    summary.sheets.append(name)
    try Self.wrap { try zip.begin("xl/worksheets/sheet\(summary.sheets.count).xml") }
    pending.append(
      contentsOf: SheetMarkup.head(sheet, isFirst: summary.sheets.count == 1).utf8)
    if sheet.hasHeader {
      try append(sheet.columns.map { .text($0.title) }, style: .header)
    }
  }

  /// Adds a row. Where the sheet is full (rows or links), goes on in `Name (2)` and so on.
  public mutating func row(_ cells: [Cell]) throws(WorkbookError) {
    guard let sheet else { throw .noSheet }
    if rowCount >= rowLimit || linkCount + RowEncoder.linkCount(cells) > linkLimit {
      try begin(sheet)
    }
    try append(cells, style: .plain)
  }

  /// Completes the file and puts it in its place.
  public consuming func finish() throws(WorkbookError) -> WorkbookSummary {
    guard sheet != nil else { throw .noSheet }
    try endSheet()
    try put("xl/workbook.xml", WorkbookParts.workbook(entries))
    try put(
      "xl/_rels/workbook.xml.rels",
      WorkbookParts.workbookRelationships(sheetCount: entries.count))
    try put("[Content_Types].xml", WorkbookParts.contentTypes(sheetCount: entries.count))
    var result = summary
    result.cutCells = encoder.effects.cutCells
    result.droppedLinks = encoder.effects.droppedLinks
    result.droppedCells = encoder.effects.droppedCells
    let file = file
    do { try zip.finish() } catch { throw Self.failure(error) }
    try file.commit()
    result.byteCount = file.byteCount
    return result
  }

  private mutating func append(_ cells: [Cell], style: CellStyle) throws(WorkbookError) {
    rowCount += 1
    summary.rows += 1
    columnCount = max(columnCount, min(cells.count, WorkbookLimits.columns))
    encoder.append(cells, row: rowCount, style: style, to: &pending)
    for link in encoder.links {
      linkCount += 1
      try hyperlinks.append { $0 += SheetMarkup.hyperlink(linkCount, link) }
      try relationships.append { $0 += SheetMarkup.relationship(linkCount, link) }
    }
    if !encoder.links.isEmpty { encoder.links.removeAll(keepingCapacity: true) }
    if pending.count >= Self.pieceSize { try flush() }
  }

  private mutating func endSheet() throws(WorkbookError) {
    guard let sheet, let name = summary.sheets.last else { return }
    let corner = String(decoding: RowEncoder.name(ofColumn: max(1, columnCount) - 1), as: UTF8.self)
    let filters = sheet.hasHeader && !sheet.columns.isEmpty
    let lastTitle = RowEncoder.name(
      ofColumn: max(1, min(sheet.columns.count, WorkbookLimits.columns)) - 1)
    let last = String(decoding: lastTitle, as: UTF8.self)
    pending += SheetMarkup.filter(filters ? "A1:\(last)\(rowCount)" : nil).utf8
    entries.append(
      WorkbookParts.SheetEntry(
        name: name, filterRange: filters ? "$A$1:$\(last)$\(rowCount)" : nil))
    try drainLinks(tail: SheetMarkup.tail(used: "A1:\(corner)\(max(1, rowCount))"))
    self.sheet = nil
  }

  /// Writes the links behind the rows, ends the part, and writes its relationships.
  private mutating func drainLinks(tail: String) throws(WorkbookError) {
    if linkCount > 0 {
      pending += "<hyperlinks>".utf8
      try flush()
      try Self.wrap { try hyperlinks.drain { try zip.write($0) } }
      pending += "</hyperlinks>".utf8
    }
    pending += tail.utf8
    try flush()
    try Self.wrap { try zip.end() }
    guard linkCount > 0 else { return }
    try Self.wrap {
      try zip.begin("xl/worksheets/_rels/sheet\(summary.sheets.count).xml.rels")
      try zip.write(Array(WorkbookParts.declaration.utf8))
      try zip.write(
        Array("<Relationships xmlns=\"\(WorkbookParts.relationshipsNamespace)\">".utf8))
      try relationships.drain { try zip.write($0) }
      try zip.write(Array("</Relationships>".utf8))
      try zip.end()
    }
  }

  private mutating func flush() throws(WorkbookError) {
    try Self.wrap { try zip.write(pending) }
    pending.removeAll(keepingCapacity: true)
  }

  /// A whole part.
  private mutating func put(_ path: String, _ text: String) throws(WorkbookError) {
    try Self.wrap {
      try zip.begin(path)
      try zip.write(Array(text.utf8))
      try zip.end()
    }
  }

  private static func wrap(_ body: () throws -> Void) throws(WorkbookError) {
    do { try body() } catch { throw Self.failure(error) }
  }

  /// All that the archive's sink throws is ours; its names are short.
  private static func failure(_ error: any Error) -> WorkbookError {
    error as? WorkbookError ?? .system(call: "write", path: "workbook", errno: 0)
  }
}
