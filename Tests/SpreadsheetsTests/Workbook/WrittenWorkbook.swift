import Codec
import Foundation
import Testing

@testable import Spreadsheets

/// A folder of a test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "spreadsheets-" + RandomBytes.make(8).hexadecimal
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var contents: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// A workbook that was written, and its parts.
struct WrittenWorkbook {
  let summary: WorkbookSummary
  let bytes: [UInt8]
  private let archive: ZipReader

  init(
    rows: Int = WorkbookLimits.rows, links: Int = WorkbookLimits.links,
    created: Int64 = 1_768_878_000,
    _ fill: (inout WorkbookWriter) throws -> Void
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/report.xlsx"
    var writer = try WorkbookWriter(
      path: path, title: "A <report>", application: "Tests", created: created, level: 4,
      rowLimit: rows, linkLimit: links)
    try fill(&writer)
    summary = try writer.finish()
    #expect(try folder.contents == ["report.xlsx"])
    bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    archive = try ZipReader(bytes)
  }

  var parts: [String] { archive.entries.map(\.name) }

  func part(_ name: String) throws -> String {
    let entry = try #require(archive.entries.first { $0.name == name })
    return String(decoding: try archive.contents(of: entry, limit: 100_000_000), as: UTF8.self)
  }

  func sheet(_ number: Int) throws -> String { try part("xl/worksheets/sheet\(number).xml") }
}

/// The cells of one row after another on one sheet, as markup.
func rows(_ rows: [[Cell]]) throws -> String {
  let book = try WrittenWorkbook { writer in
    try writer.begin(Sheet("S", columns: [], hasHeader: false))
    for row in rows { try writer.row(row) }
  }
  let xml = try book.sheet(1)
  let start = try #require(xml.range(of: "<sheetData>")).upperBound
  let end = try #require(xml.range(of: "</sheetData>")).lowerBound
  return String(xml[start..<end])
}
