import Foundation
import Testing

@testable import isoscan

struct PasswordFileTests {
  private func read(_ bytes: [UInt8]) throws -> [String] {
    let file = NSTemporaryDirectory() + "passwords-\(UUID().uuidString)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    return try PasswordFile.read(file)
  }

  @Test("passwords stand one a line, with their blanks and whatever ends the line")
  func lines() throws {
    let text = "\u{FEFF}secret\r\n two words \n\n# no comment\nGr\u{F6}\u{DF}e"
    #expect(
      try read(Array(text.utf8)) == ["secret", " two words ", "# no comment", "Gr\u{F6}\u{DF}e"])
    #expect(try read([]) == [])
  }

  @Test("a file that can be no list of passwords is refused")
  func refused() {
    #expect(throws: PasswordFile.Failure.self) { try PasswordFile.read("/nowhere/passwords") }
    #expect(throws: PasswordFile.Failure.self) { try read([0x70, 0xFF]) }
    let many = String(repeating: "x\n", count: PasswordFile.limit + 1)
    #expect(throws: PasswordFile.Failure.self) { try read(Array(many.utf8)) }
  }

  @Test("the configuration names the file, and an error names the key")
  func setting() throws {
    let file = NSTemporaryDirectory() + "passwords-\(UUID().uuidString)"
    try Data("secret\n".utf8).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    var tree = SettingsTree()
    tree.set("extraction.passwords_file", .string(file))
    #expect(try Settings(tree, base: "/").limits.passwords == ["secret"])
    tree.set("extraction.passwords_file", .string("missing"))
    let error = #expect(throws: SettingsError.self) { try Settings(tree, base: "/nowhere") }
    #expect(
      error?.description
        == "configuration: extraction.passwords_file: missing: no such file, or not readable")
  }
}
