import Foundation
import Testing

@testable import FileSources

@Suite struct PathsSourceTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func source(_ paths: String...) throws -> PathsSource {
    try PathsSource(paths.map { folder.path + "/" + $0 }, extensions: ["pdf"])
  }

  @Test("one folder alone gives names below it")
  func oneFolder() throws {
    try folder.write("set/a/1.pdf", "one")
    let source = try source("set")
    #expect(try source.names() == ["a/1.pdf"])
    #expect(try source.text("a/1.pdf") == "one")
    let item = try #require(try source.everything().items.first)
    #expect(source.path(of: item) == folder.path + "/set/a/1.pdf")
  }

  @Test("several paths are told apart by their folders' names")
  func several() throws {
    try folder.write("x/set/1.pdf", "first")
    try folder.write("y/set/1.pdf", "second")
    try folder.write("z/1.pdf", "third")
    try folder.write("w/1.pdf", "fourth")
    let source = try source("x/set", "y/set", "z/1.pdf", "w/1.pdf")
    #expect(try source.names() == ["set/1.pdf", "set (2)/1.pdf", "1.pdf", "1 (2).pdf"])
    #expect(try source.text("set (2)/1.pdf") == "second")
    #expect(try source.text("1 (2).pdf") == "fourth")
    let paths = try source.everything().items.map(source.path(of:))
    #expect(paths.last == folder.path + "/w/1.pdf")
  }

  @Test("a file that is named is read whatever its extension and wherever its link leads")
  func namedFile() throws {
    let outside = try TemporaryFolder()
    try outside.write("drawing.dat", "here")
    try folder.link("link", to: outside.path + "/drawing.dat")
    #expect(try source("link").text("link") == "here")
  }

  @Test("a path that is not there is told by name")
  func missing() throws {
    try folder.write("a.pdf")
    #expect(throws: SourceError.notFound(folder.path + "/b.pdf")) { try source("a.pdf", "b.pdf") }
    #expect(throws: SourceError.notFound("")) { try PathsSource([""], extensions: []) }
  }

  @Test("what folders leave out is summed up")
  func leftOut() throws {
    for name in ["a/1.pdf", "a/2.dwg", "b/.3.pdf", "b/4.pdf"] { try folder.write(name) }
    #expect(try source("a", "b").everything().listing == Listing(listed: 2, leftOut: 2))
  }
}
