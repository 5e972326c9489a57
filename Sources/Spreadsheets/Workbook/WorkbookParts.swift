/// The small parts of a workbook's package (ECMA-376-2; ECMA-376-1 §12.3).
enum WorkbookParts {
  /// A finished sheet, for the parts that list them.
  struct SheetEntry {
    let name: String
    /// `$A$1:$E$100`, where the sheet has a filter.
    let filterRange: String?
  }

  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  static let relationshipsNamespace =
    "http://schemas.openxmlformats.org/package/2006/relationships"
  static let officeRelationships =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  static let rootRelationships =
    declaration + "<Relationships xmlns=\"\(relationshipsNamespace)\">"
    + "<Relationship Id=\"rId1\" Type=\"\(officeRelationships)/officeDocument\""
    + " Target=\"xl/workbook.xml\"/>"
    + "<Relationship Id=\"rId2\" Type=\"\(package)/relationships/metadata/core-properties\""
    + " Target=\"docProps/core.xml\"/>"
    + "<Relationship Id=\"rId3\" Type=\"\(officeRelationships)/extended-properties\""
    + " Target=\"docProps/app.xml\"/></Relationships>"

  /// - Parameter created: RFC 3339.
  static func coreProperties(title: String, application: String, created: String) -> String {
    declaration + "<cp:coreProperties xmlns:cp=\"\(package)/metadata/core-properties\""
      + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      + " xmlns:dcterms=\"http://purl.org/dc/terms/\""
      + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
      + "<dc:title>\(escaped(title))</dc:title><dc:creator>\(escaped(application))</dc:creator>"
      + "<dcterms:created xsi:type=\"dcterms:W3CDTF\">\(created)</dcterms:created>"
      + "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">\(created)</dcterms:modified>"
      + "</cp:coreProperties>"
  }

  static func applicationProperties(application: String) -> String {
    declaration + "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
      + "extended-properties\"><Application>\(escaped(application))</Application></Properties>"
  }

  static func contentTypes(sheetCount: Int) -> String {
    let office = "application/vnd.openxmlformats-officedocument"
    var xml = declaration + "<Types xmlns=\"\(package)/content-types\">"
    xml += "<Default Extension=\"rels\""
    xml += " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    xml += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    func override(_ part: String, _ type: String) {
      xml += "<Override PartName=\"/\(part)\" ContentType=\"\(type)+xml\"/>"
    }
    override("xl/workbook.xml", "\(office).spreadsheetml.sheet.main")
    for number in 1...max(1, sheetCount) {
      override("xl/worksheets/sheet\(number).xml", "\(office).spreadsheetml.worksheet")
    }
    override("xl/styles.xml", "\(office).spreadsheetml.styles")
    override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties")
    override("docProps/app.xml", "\(office).extended-properties")
    return xml + "</Types>"
  }

  static func workbook(_ sheets: [SheetEntry]) -> String {
    var xml =
      declaration + "<workbook xmlns=\"\(mainNamespace)\" xmlns:r=\"\(officeRelationships)\">"
    xml += "<bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>"
    for (index, sheet) in sheets.enumerated() {
      xml += "<sheet name=\"\(escaped(sheet.name))\" sheetId=\"\(index + 1)\""
      xml += " r:id=\"rId\(index + 1)\"/>"
    }
    return xml + "</sheets>" + definedNames(sheets) + "</workbook>"
  }

  /// The filter's range, which Excel looks up by a hidden name, and the header on every page.
  private static func definedNames(_ sheets: [SheetEntry]) -> String {
    var filters = ""
    var titles = ""
    for (index, sheet) in sheets.enumerated() {
      guard let range = sheet.filterRange else { continue }
      let name = "'" + escaped(sheet.name.replacing("'", with: "''")) + "'"
      filters += "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"\(index)\""
      filters += " hidden=\"1\">\(name)!\(range)</definedName>"
      titles += "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"\(index)\">"
      titles += "\(name)!$1:$1</definedName>"
    }
    return filters.isEmpty ? "" : "<definedNames>\(filters)\(titles)</definedNames>"
  }

  static func workbookRelationships(sheetCount: Int) -> String {
    var xml = declaration + "<Relationships xmlns=\"\(relationshipsNamespace)\">"
    for number in 1...max(1, sheetCount) {
      xml += "<Relationship Id=\"rId\(number)\" Type=\"\(officeRelationships)/worksheet\""
      xml += " Target=\"worksheets/sheet\(number).xml\"/>"
    }
    xml += "<Relationship Id=\"rId\(sheetCount + 1)\" Type=\"\(officeRelationships)/styles\""
    return xml + " Target=\"styles.xml\"/></Relationships>"
  }

  /// ECMA-376-1 §18.8; the order of `cellXfs` is that of ``CellStyle``.
  static let styles =
    declaration + "<styleSheet xmlns=\"\(mainNamespace)\">"
    + "<numFmts count=\"1\"><numFmt numFmtId=\"164\""
    + " formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>"
    + "<fonts count=\"3\">\(font(""))\(font("<b/>"))\(font("<u/>", color: "FF0563C1"))</fonts>"
    + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
    + "<fill><patternFill patternType=\"gray125\"/></fill>"
    + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDE5EE\"/>"
    + "<bgColor indexed=\"64\"/></patternFill></fill></fills>"
    + "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
    + "<border><left/><right/><top/><bottom style=\"thin\"><color rgb=\"FF8A9BB0\"/></bottom>"
    + "<diagonal/></border></borders>"
    + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    + "</cellStyleXfs><cellXfs count=\"8\">"
    + format() + format(font: 1, fill: 2, border: 1) + format(isQuoted: true)
    + format(number: 164) + format(font: 2) + format(font: 2, isQuoted: true)
    + format(font: 1) + format(font: 1, isQuoted: true)
    + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
    + "</cellStyles></styleSheet>"

  private static func font(_ effect: String, color: String = "FF000000") -> String {
    "<font>\(effect)<sz val=\"11\"/><color rgb=\"\(color)\"/><name val=\"Calibri\"/>"
      + "<family val=\"2\"/></font>"
  }

  private static func format(
    number: Int = 0, font: Int = 0, fill: Int = 0, border: Int = 0, isQuoted: Bool = false
  ) -> String {
    var xml = "<xf numFmtId=\"\(number)\" fontId=\"\(font)\" fillId=\"\(fill)\""
    xml += " borderId=\"\(border)\" xfId=\"0\""
    if isQuoted { xml += " quotePrefix=\"1\"" }
    if number > 0 { xml += " applyNumberFormat=\"1\"" }
    if font > 0 { xml += " applyFont=\"1\"" }
    if fill > 0 { xml += " applyFill=\"1\"" }
    if border > 0 { xml += " applyBorder=\"1\"" }
    return xml + "/>"
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    MarkupText.append(attribute: text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
