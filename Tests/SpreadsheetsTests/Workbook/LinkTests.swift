import Testing

@testable import Spreadsheets

@Suite("links and sheet names")
struct LinkTests {
  @Test(
    "what RFC 3986 doesn't allow is percent-encoded",
    arguments: [
      ("http://a/b?c=1&d=%20", "http://a/b?c=1&d=%20"), ("http://a/b c", "http://a/b%20c"),
      ("http://a/é", "http://a/%C3%A9"), ("http://a/100%", "http://a/100%25"),
      ("http://a/%zz", "http://a/%25zz"), ("http://[::1]:80/[x]", "http://[::1]:80/%5Bx%5D"),
      ("file:///a/b.pdf", "file:///a/b.pdf"), ("http://a/\"<>\\", "http://a/%22%3C%3E%5C"),
    ])
  func encoding(url: String, expected: String) {
    #expect(LinkTarget(url).address == expected)
  }

  @Test("a fragment stands beside the cell")
  func fragment() throws {
    #expect(LinkTarget("http://a#page=2").location == "page=2")
    #expect(LinkTarget("http://a").location == nil)
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("S", columns: [], hasHeader: false))
      try writer.row([.link(text: "a", target: "http://x/a.pdf#page=2")])
    }
    #expect(
      try book.sheet(1).contains("<hyperlink ref=\"A1\" r:id=\"rId1\" location=\"page=2\"/>"))
  }

  @Test("a link that is too long is text, and told")
  func tooLong() throws {
    let limit = WorkbookLimits.linkLength
    for (count, dropped) in [(limit - 9, 0), (limit - 8, 1)] {
      let book = try WrittenWorkbook { writer in
        try writer.begin(Sheet("S", columns: [], hasHeader: false))
        let target = "http://x/" + String(repeating: "a", count: count)
        try writer.row([.link(text: "text", target: target)])
      }
      #expect(book.summary.droppedLinks == dropped)
      #expect(try book.sheet(1).contains("<hyperlink ") == (dropped == 0))
      #expect(try book.sheet(1).contains("<t>text</t>"))
    }
  }

  @Test(
    "names are made valid",
    arguments: [
      ("Matches", "Matches"), ("a[b]:*?/\\c", "a_b______c"), ("'quoted'", "quoted"), ("", "Sheet"),
      ("  ", "Sheet"), ("History", "History_"), ("a\u{1}b", "a b"), ("It's", "It's"),
      (String(repeating: "x", count: 40), String(repeating: "x", count: 31)),
      (String(repeating: "😀", count: 20), String(repeating: "😀", count: 15)),
    ])
  func names(wish: String, expected: String) {
    var names = SheetNames()
    #expect(names.take(wish) == expected)
  }

  @Test("names are unique without regard to case, within their length")
  func uniqueNames() {
    var names = SheetNames()
    #expect(names.take("Matches") == "Matches")
    #expect(names.take("MATCHES") == "MATCHES (2)")
    #expect(names.take("matches") == "matches (3)")
    let long = String(repeating: "x", count: 31)
    #expect(names.take(long) == long)
    #expect(names.take(long) == String(repeating: "x", count: 27) + " (2)")
  }
}
