import Testing

@testable import Codec

@Suite("XML scanning")
struct XMLScannerTests {
  /// Tokens as text, as `<a`, `>a`, `"text`, `!` where damage is.
  private func tokens(_ xml: String) -> [String] {
    var scanner = XMLScanner(Array(xml.utf8))
    var result: [String] = []
    func text(_ range: Range<Int>) -> String {
      var bytes: [UInt8] = []
      scanner.appendText(range, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    while true {
      switch scanner.next() {
      case .open(let element): result.append("<" + text(element.name))
      case .close(let name): result.append(">" + text(name))
      case .text(let range): result.append("\"" + text(range))
      case .literal(let range):
        result.append("'" + String(decoding: scanner.bytes[range], as: UTF8.self))
      case .end: return result
      case .damaged: return result + ["!"]
      }
    }
  }

  @Test(
    "elements, text and CDATA come in order; comments and instructions don't",
    arguments: [
      ("<a>b</a>", ["<a", "\"b", ">a"]), ("<a/>", ["<a", ">a"]), ("<a b='/'/>", ["<a", ">a"]),
      ("<?xml version='1.0'?><!-- <b> -- > --><a/>", ["<a", ">a"]),
      ("<a><![CDATA[<b>]]]></a>", ["<a", "'<b>]", ">a"]),
      ("\u{FEFF}<x:a\n b=\">\" >1</x:a >", ["<x:a", "\"1", ">x:a"]),
      ("&lt;&amp;&#65;&#x42;&quot;&apos;&gt;", ["\"<&AB\"'>"]),
      ("&none;&;&#xD800;&#x110000;&", ["\"&none;&;\u{FFFD}\u{FFFD}&"]),
      ("a\r\nb\rc", ["\"a\nb\nc"]),
    ])
  func order(xml: String, expected: [String]) {
    #expect(tokens(xml) == expected)
  }

  @Test(
    "what is no XML, and every document type, is damage",
    arguments: [
      "<", "<a", "<a b=\"", "</a", "<!-- ", "<![CDATA[", "<?", "< a>", "<!DOCTYPE a>", "<>",
    ])
  func damage(xml: String) {
    #expect(tokens(xml) == ["!"])
  }

  @Test("attributes are found by their local names")
  func attributes() {
    var scanner = XMLScanner(Array("<a one=\"1\" r:id = 'x&amp;y' empty=\"\" bad>".utf8))
    guard case .open(let element) = scanner.next() else {
      Issue.record("no element")
      return
    }
    #expect(scanner.attribute("one", of: element) == "1")
    #expect(scanner.attribute("id", of: element) == "x&y")
    #expect(scanner.attribute("empty", of: element) == "")
    #expect(scanner.attribute("bad", of: element) == nil)
    #expect(scanner.attribute("ne", of: element) == nil)
    #expect(scanner.isName(element.name, "a"))
    #expect(!scanner.isName(element.name, "aa"))
  }

  @Test("every cut and every changed byte ends")
  func ends() {
    let xml = Array("<?p?><!--c--><a b=\"1\" c='2'><d/>&amp;<![CDATA[e]]></a>".utf8)
    for index in xml.indices {
      _ = tokens(String(decoding: xml[..<index], as: UTF8.self))
      for byte in Array("<>/&\"'![]-?;".utf8) {
        var broken = xml
        broken[index] = byte
        _ = tokens(String(decoding: broken, as: UTF8.self))
      }
    }
  }
}
