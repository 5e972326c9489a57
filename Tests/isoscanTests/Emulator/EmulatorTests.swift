import Foundation
import Testing

@testable import isoscan

@Suite("the words of an emulated Drive")
struct EmulatorTests {
  private func file(_ name: String, parent: String, trashed: Bool = false) -> EmulatedFile {
    EmulatedFile(
      id: "1" + name, name: name, mimeType: "application/pdf", parent: parent, path: name,
      file: nil, size: 1, modified: 0, drive: nil, target: nil, exports: [:], resourceKey: nil,
      isTrashed: trashed)
  }

  @Test(
    "search expressions select as Drive's guide says",
    arguments: [
      ("'p' in parents", ["a", "it's", "old"]), ("'root' in parents", ["top"]),
      ("('p' in parents or 'r' in parents) and trashed=false", ["a", "it's", "top"]),
      ("name = 'a'", ["a"]), ("name='it\\'s'", ["it's"]), ("name contains 'T'", ["it's", "top"]),
      ("not name = 'a' and trashed = true", ["old"]), ("mimeType != 'application/pdf'", []),
      ("mimeType contains 'pdf' and name='top'", ["top"]),
    ])
  func search(_ text: String, _ names: [String]) throws {
    let search = try #require(DriveSearch(text))
    let files = [
      file("a", parent: "p"), file("it's", parent: "p"), file("old", parent: "p", trashed: true),
      file("top", parent: "r"),
    ]
    #expect(files.filter { search.matches($0, root: "r") }.map(\.name) == names)
  }

  @Test(
    "what is no expression is none",
    arguments: [
      "", "'p'", "'p' in", "name", "name =", "(name='a'", "name='a' or", "size > 5",
      "'a' in owners",
      String(repeating: "(", count: 10_000), String(repeating: "not ", count: 10_000) + "name='a'",
    ])
  func malformed(_ text: String) { #expect(DriveSearch(text) == nil) }

  private let body = JSONValue.object([
    "a": .integer(1),
    "files": .array([
      .object(["id": .string("x"), "d": .object(["t": .string("y"), "u": .null])])
    ]),
  ])

  @Test(
    "partial responses hold what the mask names",
    arguments: [
      ("*", #"{"a":1,"files":[{"d":{"t":"y","u":null},"id":"x"}]}"#), ("a", #"{"a":1}"#),
      ("files(id)", #"{"files":[{"id":"x"}]}"#), ("files/id,a", #"{"a":1,"files":[{"id":"x"}]}"#),
      ("files(d(t))", #"{"files":[{"d":{"t":"y"}}]}"#),
      ("files/d/t", #"{"files":[{"d":{"t":"y"}}]}"#),
      ("nothing", "{}"),
    ])
  func mask(_ text: String, _ expected: String) throws {
    let masked = try #require(FieldMask(text)).apply(to: body)
    #expect(masked == (try JSONDecoder().decode(JSONValue.self, from: Data(expected.utf8))))
  }

  @Test("what is no mask is none", arguments: ["", "a,", "files(", "files(id", "a)", "/a", "a//b"])
  func noMask(_ text: String) { #expect(FieldMask(text) == nil) }

  @Test("page tokens hold for their own query only")
  func pageTokens() {
    let token = PageToken.text(40, "q")
    #expect(PageToken.offset(token, "q") == 40)
    #expect(PageToken.offset(token, "other") == nil)
    #expect(PageToken.offset("~!!~%%", "q") == nil && PageToken.offset("", "q") == nil)
  }
}
