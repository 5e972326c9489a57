import CPublic
import Foundation
import Testing

@Suite("embedded files")
struct EmbeddedFilesTests {
  @Test("every file of Public is embedded as it is")
  func complete() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Public").standardizedFileURL
    var names: Set<String> = []
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard !file.hasDirectoryPath else { continue }
      let name = String(file.standardizedFileURL.path.dropFirst(root.path.count + 1))
      // The README's picture is no part of the dashboard.
      if name != "screenshot.png" { names.insert(name) }
    }
    var index = 0
    while let file = public_file_at(index) {
      index += 1
      let name = String(cString: file.pointee.path)
      let bytes = Array(
        UnsafeRawBufferPointer(start: file.pointee.bytes, count: file.pointee.count))
      #expect(names.remove(name) != nil, "\(name) is embedded, but not in Public")
      #expect(Array(try Data(contentsOf: root.appendingPathComponent(name))) == bytes, "\(name)")
    }
    #expect(names.isEmpty, "not embedded: \(names.sorted())")
  }
}
