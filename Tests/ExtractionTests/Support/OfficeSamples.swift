import Codec

@testable import Extraction

/// What a document reads as: its format, the text of its runs by page, and what is told of them.
struct Reading {
  var format = Format.text
  var pages: [[String]] = []
  var verdicts: [Verdict] = []
  var kinds: [String: Page.Kind] = [:]
  var hidden: Set<String> = []
  var repairs: [String] = []
  var runs: [String] { pages.flatMap { $0 } }

  init(_ bytes: [UInt8], name: String = "a", limits: Limits = Limits()) throws {
    var extractor = Extractor(limits: limits)
    let summary = try extractor.extract(bytes, name: name, deadline: .none) { page in
      var texts: [String] = []
      for run in page.runs {
        let text = page.text(of: run.range)
        texts.append(text)
        kinds[text] = run.kind
        if !run.visible { hidden.insert(text) }
      }
      pages.append(texts)
      verdicts.append(page.verdict)
    }
    format = summary.format
    repairs = summary.repairs
  }
}

/// Builds archives and office packages of a few parts.
enum OfficeSample {
  static func zip(_ parts: [(String, String)]) throws -> [UInt8] {
    try zip(bytes: parts.map { ($0.0, Array($0.1.utf8)) })
  }

  static func zip(bytes parts: [(String, [UInt8])]) throws -> [UInt8] {
    var output: [UInt8] = []
    try withoutActuallyEscaping({ (piece: UnsafeRawBufferPointer) in
      output.append(contentsOf: piece)
    }) { sink in
      var writer = ZipWriter(modified: 1_700_000_000, sink: sink)
      for (name, bytes) in parts {
        try writer.begin(name)
        try writer.write(bytes)
        try writer.end()
      }
      try writer.finish()
    }
    return output
  }

  /// The relationships of a part: `id type target`, separated by blanks.
  static func relationships(_ list: String...) -> String {
    let items = list.map { item -> String in
      let parts = item.split(separator: " ")
      return "<Relationship Id='\(parts[0])' Type='http://x/\(parts[1])' Target='\(parts[2])'/>"
    }
    return "<Relationships>\(items.joined())</Relationships>"
  }

  private static func package(_ main: String, _ parts: [(String, String)]) throws -> [UInt8] {
    try zip(
      [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", relationships("rId1 officeDocument \(main)")),
      ] + parts)
  }

  static func word(_ body: String, _ parts: [(String, String)] = []) throws -> [UInt8] {
    let document = "<w:document><w:body>\(body)</w:body></w:document>"
    return try package("word/document.xml", [("word/document.xml", document)] + parts)
  }

  /// A workbook of one sheet.
  static func workbook(
    _ sheet: String, state: String = "visible", _ parts: [(String, String)] = [],
    _ relationships: String...
  ) throws -> [UInt8] {
    let main =
      "<workbook><sheets><sheet name='Lines' sheetId='1' state='\(state)' r:id='rId1'/></sheets></workbook>"
    return try package(
      "xl/workbook.xml",
      [
        ("xl/workbook.xml", main),
        (
          "xl/_rels/workbook.xml.rels",
          Self.relationships(
            "rId1 worksheet worksheets/sheet1.xml", "rId2 sharedStrings sharedStrings.xml",
            "rId3 styles styles.xml")
        ),
        ("xl/worksheets/sheet1.xml", "<worksheet>\(sheet)</worksheet>"),
      ] + parts)
  }

  /// A presentation of slides that are in the package in reverse order.
  static func presentation(_ slides: [String], _ parts: [(String, String)] = []) throws -> [UInt8] {
    var all = parts
    var ids = ""
    var links = "<Relationships>"
    for (index, slide) in slides.enumerated() {
      let number = slides.count - index
      ids += "<p:sldId id='\(256 + index)' r:id='rId\(index)'/>"
      links +=
        "<Relationship Id='rId\(index)' Type='http://x/slide' Target='slides/s\(number).xml'/>"
      all.append(("ppt/slides/s\(number).xml", slide))
    }
    all.append(
      ("ppt/presentation.xml", "<p:presentation><p:sldIdLst>\(ids)</p:sldIdLst></p:presentation>"))
    all.append(("ppt/_rels/presentation.xml.rels", links + "</Relationships>"))
    return try package("ppt/presentation.xml", all)
  }

  static func openDocument(
    _ type: String, _ body: String, styles: String = "<s/>", automatic: String = ""
  ) throws -> [UInt8] {
    try zip([
      ("mimetype", "application/vnd.oasis.opendocument.\(type)"),
      (
        "content.xml",
        "<office:document-content><office:automatic-styles>\(automatic)</office:automatic-styles>"
          + "<office:body>\(body)</office:body></office:document-content>"
      ),
      ("styles.xml", styles),
    ])
  }
}
