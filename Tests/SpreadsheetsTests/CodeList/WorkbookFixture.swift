import Codec

/// Builds small workbooks part by part.
struct WorkbookFixture {
  var sheetData = ""
  var sharedStrings: String?
  var styles: String?
  var workbook = """
    <workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>
    """
  var relationships = """
    <Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/>
    """
  var more: [(String, String)] = []

  /// Rows of the first sheet, each the markup of its cells.
  init(_ rows: [String] = []) {
    sheetData = rows.map { "<row>\($0)</row>" }.joined()
  }

  /// Rows of inline texts.
  init(texts: [String]) {
    self.init(texts.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" })
  }

  var bytes: [UInt8] {
    get throws {
      var links = relationships
      var parts = [("[Content_Types].xml", "<Types/>")]
      parts.append(
        (
          "_rels/.rels",
          "<Relationships><Relationship Id=\"r\" Type=\"http://x/officeDocument\""
            + " Target=\"xl/workbook.xml\"/></Relationships>"
        ))
      parts.append(("xl/workbook.xml", workbook))
      parts.append(
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>\(sheetData)</sheetData></worksheet>"))
      if let sharedStrings {
        parts.append(("xl/sharedStrings.xml", "<sst>\(sharedStrings)</sst>"))
        links +=
          "<Relationship Id=\"s\" Type=\"x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
      }
      if let styles {
        parts.append(("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"))
        links += "<Relationship Id=\"y\" Type=\"x/styles\" Target=\"styles.xml\"/>"
      }
      parts.append(("xl/_rels/workbook.xml.rels", "<Relationships>\(links)</Relationships>"))
      return try archive(parts + more)
    }
  }
}

/// An archive of text files.
func archive(_ files: [(String, String)]) throws -> [UInt8] {
  final class Sink {
    var bytes: [UInt8] = []
  }
  let sink = Sink()
  var writer = ZipWriter(modified: 1_768_878_000) { sink.bytes.append(contentsOf: $0) }
  for (name, text) in files {
    try writer.begin(name)
    try writer.write(Array(text.utf8))
    try writer.end()
  }
  try writer.finish()
  return sink.bytes
}
