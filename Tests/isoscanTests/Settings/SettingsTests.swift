import Foundation
import Testing

@testable import isoscan

@Suite("configuration")
struct SettingsTests {
  private func tree(_ json: String) throws -> SettingsTree {
    var tree = SettingsTree()
    try tree.merge(json: Data(json.utf8), name: "test.json")
    return tree
  }

  @Test("the defaults are valid")
  func defaults() throws {
    let settings = try Settings(SettingsTree(), base: "/base")
    #expect(settings.server.port == 8_080)
    #expect(settings.dataFolder == "/base/data")
    #expect(settings.workers.count >= 1)
  }

  @Test(
    "a wrong key or value says where it is and what was expected",
    arguments: [
      (#"{"server":{"prot":1}}"#, "did you mean 'server.port'"),
      (#"{"server":{"port":"80"}}"#, "server.port must be a whole number from 0 to 65535"),
      (#"{"server":{"port":true}}"#, "server.port must be"),
      (#"{"server":[]}"#, "server must be an object, not a list"),
      (#"{"matching":{"mode":"words"}}"#, "matching.mode must be one of"),
      (#"{"auth":{"enabled":true}}"#, "not available yet"),
      (#"{"ocr":{"enabled":"yes"}}"#, "ocr.enabled must be \"auto\", true or false"),
      (#"{"storage":{"retention_days":1,"folders":{}}}"#, "did you mean 'sources.folders'"),
      (#"[1]"#, "expected an object"), (#"{"#, "not valid JSON"),
    ])
  func refused(json: String, expected: String) {
    let error = #expect(throws: SettingsError.self) { try tree(json) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test("the environment comes before the file")
  func environment() throws {
    var tree = try tree(#"{"server":{"port":1}}"#)
    try tree.merge(environment: ["ISOSCAN_SERVER_PORT": "2", "HOME": "/"])
    #expect(tree.values["server.port"] == .integer(2))
    #expect(throws: SettingsError.self) {
      try tree.merge(environment: ["ISOSCAN_SERVER_PROT": "2"])
    }
  }

  @Test("lists and maps are read from the environment")
  func lists() throws {
    var tree = SettingsTree()
    try tree.merge(environment: [
      "ISOSCAN_SERVER_ALLOWED_HOSTS": "a.example, b.example",
      "ISOSCAN_SOURCES_FOLDERS": "iso=/srv/iso",
    ])
    let settings = try Settings(tree, base: "/")
    #expect(settings.server.allowedHosts == ["a.example", "b.example"])
    #expect(settings.folders == ["iso": "/srv/iso"])
  }

  @Test("the shipped file shows every key with its default")
  func shipped() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../config.json").standardizedFileURL
    let text = try String(contentsOf: root, encoding: .utf8)
    #expect(text == SettingsTree().json)
  }

  @Test("the README explains every key")
  func readme() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../README.md").standardizedFileURL
    let text = try String(contentsOf: root, encoding: .utf8)
    for key in SettingKeys.all { #expect(text.contains("`\(key.path)`"), "\(key.path)") }
  }
}
