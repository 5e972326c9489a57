import Testing

@testable import isoscan

@Suite("command lines")
struct CommandSyntaxTests {
  private let syntax = CommandSyntax(
    name: "try", summary: "Tries.", operands: "PATH...",
    flags: [
      Flag("port", "N", help: ""), Flag("quiet", help: ""),
      Flag("code", "C", help: "", repeats: true),
    ])

  @Test("flags take their value behind a blank or an equals sign")
  func values() throws {
    let parsed = try syntax.parse(["--port", "1", "a", "--code=x", "--code", "y", "--quiet"])
    #expect(parsed.string("port") == "1")
    #expect(parsed.strings("code") == ["x", "y"])
    #expect(parsed.has("quiet"))
    #expect(parsed.operands == ["a"])
  }

  @Test("behind -- only operands follow")
  func separator() throws {
    #expect(try syntax.parse(["--", "--port"]).operands == ["--port"])
  }

  @Test(
    "what can't be used is named, with the nearest right one",
    arguments: [
      (["--prot", "1"], "did you mean '--port'"), (["--port"], "--port needs a value"),
      (["--port", "1", "--port", "2"], "given twice"), (["--quiet=1"], "takes no value"),
      (["-x"], "unknown option '-x'"),
    ])
  func refused(arguments: [String], expected: String) {
    let error = #expect(throws: UsageError.self) { try syntax.parse(arguments) }
    #expect(error?.message.contains(expected) == true)
  }

  @Test("numbers are checked against their range", arguments: ["70000", "x", "-1", "1.5"])
  func numbers(text: String) throws {
    let parsed = try syntax.parse(["--port", text])
    #expect(throws: UsageError.self) { try parsed.integer("port", in: 0...65_535) }
  }

  @Test(
    "edits are counted with swaps",
    arguments: [("serve", "sevre", 1), ("", "abc", 3), ("same", "same", 0), ("scan", "span", 1)])
  func distance(left: String, right: String, expected: Int) {
    #expect(Nearest.distance(left, right) == expected)
  }
}
