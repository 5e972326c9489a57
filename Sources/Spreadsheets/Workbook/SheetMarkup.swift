/// The parts of a worksheet around its rows (ECMA-376-1 §18.3.1.99), in the order it asks for.
enum SheetMarkup {
  /// All up to the first row.
  static func head(_ sheet: Sheet, isFirst: Bool) -> String {
    var xml = WorkbookParts.declaration
    xml += "<worksheet xmlns=\"\(WorkbookParts.mainNamespace)\""
    xml += " xmlns:r=\"\(WorkbookParts.officeRelationships)\">"
    xml += "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
    xml += "<sheetViews><sheetView\(isFirst ? " tabSelected=\"1\"" : "") workbookViewId=\"0\">"
    if sheet.hasHeader {
      xml += "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
      xml += "<selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/>"
    }
    xml += "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
    return xml + columns(sheet) + "<sheetData>"
  }

  /// §18.3.1.13; at least one `col` where there is a `cols`.
  private static func columns(_ sheet: Sheet) -> String {
    let columns = sheet.columns.prefix(WorkbookLimits.columns)
    if columns.isEmpty { return "" }
    var xml = "<cols>"
    for (index, column) in columns.enumerated() {
      let width = column.width.isFinite ? min(255, max(0, column.width)) : 12
      xml += "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
    }
    return xml + "</cols>"
  }

  /// The end of the rows up to the links.
  static func filter(_ range: String?) -> String {
    "</sheetData>" + (range.map { "<autoFilter ref=\"\($0)\"/>" } ?? "")
  }

  /// All after the links; codes of digits alone are no mistake to be marked (§18.3.1.50).
  static func tail(used range: String) -> String {
    "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\""
      + " footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>"
      + "<ignoredErrors><ignoredError sqref=\"\(range)\" numberStoredAsText=\"1\"/></ignoredErrors>"
      + "</worksheet>"
  }

  /// A hyperlink as it stands after the rows.
  static func hyperlink(_ number: Int, _ link: RowEncoder.Link) -> [UInt8] {
    var element = Array("<hyperlink ref=\"\(link.cell)\" r:id=\"rId\(number)\"".utf8)
    if let location = link.target.location {
      element.append(contentsOf: " location=\"".utf8)
      MarkupText.append(attribute: location, to: &element)
      element.append(0x22)
    }
    element.append(contentsOf: "/>".utf8)
    return element
  }

  /// The relationship that gives a hyperlink its target.
  static func relationship(_ number: Int, _ link: RowEncoder.Link) -> [UInt8] {
    var element = Array("<Relationship Id=\"rId\(number)\" Type=\"".utf8)
    element.append(contentsOf: WorkbookParts.officeRelationships.utf8)
    element.append(contentsOf: "/hyperlink\" Target=\"".utf8)
    MarkupText.append(attribute: link.target.address, to: &element)
    element.append(contentsOf: "\" TargetMode=\"External\"/>".utf8)
    return element
  }
}
