import Testing

@testable import Extraction

/// A PDF of one page that shows a word, before files are put into it.
private func host(_ word: String, extras: (inout PDFBuilder) -> String = { _ in "" }) -> PDFBuilder
{
  var pdf = PDFBuilder()
  let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
  let entries = extras(&pdf)
  pdf.addPage(
    content: "BT /F1 12 Tf 72 700 Td (\(word)) Tj ET", resources: "/Font << /F1 \(font) 0 R >>",
    extras: entries)
  return pdf
}

extension PDFBuilder {
  /// Adds a file and its specification, and returns the latter's number.
  fileprivate mutating func embed(_ bytes: [UInt8], name: String) -> Int {
    let stream = addStream(bytes, "/Type /EmbeddedFile")
    return add("<< /Type /Filespec /F (\(name)) /EF << /F \(stream) 0 R >> >>")
  }
}

/// A PDF with others in it, `depth` deep.
private func nested(_ depth: Int) -> [UInt8] {
  var pdf = host("LEVEL-\(depth)")
  if depth > 0 {
    let file = pdf.embed(nested(depth - 1), name: "inner.pdf")
    pdf.catalogExtras = "/Names << /EmbeddedFiles << /Names [(a) \(file) 0 R] >> >>"
  }
  return pdf.build()
}

struct AttachmentTests {
  @Test("files of the name tree, of annotations and associated files are read once each")
  func places() throws {
    var pdf = host("HOST") { pdf in
      let note = pdf.embed(Array("NOTE-1\n".utf8), name: "note.txt")
      let own = pdf.embed(Array("OWN-1\n".utf8), name: "own.txt")
      let annotation = pdf.add(
        "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS \(note) 0 R >>")
      return "/Annots [\(annotation) 0 R] /AF [\(own) 0 R \(note) 0 R]"
    }
    let inner = pdf.embed(PDFBuilder.onePage("BT /F1 9 Tf 9 9 Td (INNER) Tj ET"), name: "i.pdf")
    let data = pdf.embed(Array("a,b\n1,HOLE-1\n".utf8), name: "d.csv")
    let leaf = pdf.add("<< /Limits [(a) (b)] /Names [(a) \(inner) 0 R (b) \(data) 0 R] >>")
    pdf.catalogExtras =
      "/AF [\(inner) 0 R] /Names << /EmbeddedFiles << /Kids [\(leaf) 0 R \(leaf) 0 R] >> >>"
    let all = try pages(pdf.build())
    #expect(
      all.map(\.texts) == [["HOST"], ["INNER"], ["a,b", "1,HOLE-1"], ["OWN-1"], ["NOTE-1"]])
    #expect(all.map(\.number) == [1, 2, 3, 4, 5])
    #expect(all[0].runs.allSatisfy { $0.kind == .text })
    #expect(all.dropFirst().allSatisfy { $0.runs.allSatisfy { $0.kind == .attachment } })
  }

  @Test("documents inside documents are read to a bounded depth, and the rest is told")
  func depth() throws {
    var limits = Limits()
    limits.attachments = 2
    let all = try pages(nested(4), limits: limits)
    #expect(all.map(\.texts) == [["LEVEL-4"], ["LEVEL-3"], ["LEVEL-2"], []])
    #expect(all.last?.verdict == .undecodable)
    #expect(try pages(nested(2)).flatMap(\.texts) == ["LEVEL-2", "LEVEL-1", "LEVEL-0"])
  }

  @Test("a file that can't be read is a page without text, and the others are read")
  func unreadable() throws {
    var pdf = host("HOST")
    let drawing = pdf.embed(Array("AC1032\0\0\0".utf8), name: "x.dwg")
    let empty = pdf.embed([], name: "empty")
    let text = pdf.embed(Array("HOLE-1".utf8), name: "x.txt")
    pdf.catalogExtras =
      "/AF [\(drawing) 0 R \(empty) 0 R \(text) 0 R null 5 << /EF 3 >>]"
    var extractor = Extractor()
    var found: [[String]] = []
    let summary = try extractor.extract(pdf.build(), name: "a", deadline: .none) {
      found.append($0.texts)
    }
    #expect(found == [["HOST"], [], ["HOLE-1"]] && summary.unreadablePages == [2])
    #expect(summary.repairs.contains { $0.contains("x.dwg") && $0.contains("AC1032") })
  }

  @Test("all files share one budget")
  func budget() {
    var pdf = host("HOST")
    let files = (0..<10).map {
      pdf.embed(Array(repeating: 0x41 + UInt8($0), count: 5000), name: "f")
    }
    pdf.catalogExtras = "/AF [\(files.map { "\($0) 0 R" }.joined(separator: " "))]"
    var limits = Limits()
    limits.inflatedBytes = 20_000
    #expect(throws: ExtractionError.self) { try pages(pdf.build(), limits: limits) }
  }

  @Test("a name tree in a circle ends")
  func circle() throws {
    var pdf = host("HOST")
    let node = pdf.reserve()
    let file = pdf.embed(Array("HOLE-1".utf8), name: "f")
    pdf.add("<< /Kids [\(node) 0 R \(node) 0 R] /Names [(a) \(file) 0 R (b)] >>", number: node)
    pdf.catalogExtras = "/Names << /EmbeddedFiles \(node) 0 R >>"
    #expect(try pages(pdf.build()).map(\.texts) == [["HOST"], ["HOLE-1"]])
  }
}

struct XFATests {
  private static let template = """
    <xdp:xdp><template><subform><draw><value><text>Pipe &amp; hole</text></value></draw>
    <field><caption><value><exData><body><p>Co<b>de</b>:</p></body></exData></value></caption>
    <event><script>if (a &lt; b) SCRIPT</script></event></field><!-- comment --></subform></template>
    """
  private static let data = """
    <xfa:datasets><xfa:data><form1><code a="x>y"> HOLE-1 </code><other>HOST</other>
    <raw><![CDATA[A<B]]></raw></form1></xfa:data></xfa:datasets></xdp:xdp>
    """

  @Test("the text of a form that no page shows is a page of its own")
  func packets() throws {
    for isArray in [true, false] {
      var pdf = host("HOST")
      let entry: String
      if isArray {
        let one = pdf.addStream(Self.template)
        let two = pdf.addStream(Self.data)
        entry = "[(template) \(one) 0 R (datasets) \(two) 0 R]"
      } else {
        entry = "\(pdf.addStream(Self.template + Self.data)) 0 R"
      }
      pdf.catalogExtras = "/AcroForm << /Fields [] /XFA \(entry) >>"
      let all = try pages(pdf.build())
      #expect(all.map(\.texts) == [["HOST"], ["Pipe & hole", "Code:", "HOLE-1", "A<B"]])
      #expect(all.last?.runs.allSatisfy { $0.kind == .form } == true)
    }
  }

  @Test("a form cut at any byte never traps")
  func cuts() {
    let whole = Array((Self.template + Self.data).utf8)
    for end in 0..<whole.count {
      var text = XFAText()
      text.take(Array(whole[..<end]))
      _ = text.finish()
    }
  }
}
