import FileSources
import Foundation
import Spreadsheets

/// `isoscan demo`: writes made-up isometric drawings, their codes and the truth about them.
enum DemoCommand: Command {
  static let syntax = CommandSyntax(
    name: "demo",
    summary: """
      Writes isometric demo drawings to try Isoscan on.

      DIR/drawings/ gets the PDFs, DIR/codes.xlsx and DIR/codes.txt the hole codes to look for,
      DIR/truth.json which drawing holds which. The same seed gives the same bytes.
      """,
    operands: "DIR",
    flags: [
      Flag("files", "N", help: "drawings to write (default 100)"),
      Flag("codes", "N", help: "hole codes to look for (default 60)"),
      Flag("seed", "S", help: "start of the pseudo-random numbers (default 1)"),
    ])

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    guard arguments.operands.count == 1, let folder = arguments.operands.first else {
      throw UsageError("demo needs one folder to write to: isoscan demo DIR")
    }
    let set = DemoSet(
      files: try arguments.integer("files", in: 1...1_000_000) ?? 100,
      codes: try arguments.integer("codes", in: 1...100_000) ?? 60,
      seed: UInt64(try arguments.integer("seed", in: 0...Int.max) ?? 1))
    do {
      try write(set, to: folder)
    } catch {
      throw RuntimeFailure(
        "can't write the demo drawings to \(folder): \(SystemReason.text(of: error))")
    }
    return 0
  }

  private static func write(_ set: DemoSet, to folder: String) throws {
    let drawings = folder + "/drawings"
    try FileManager.default.createDirectory(atPath: drawings, withIntermediateDirectories: true)
    try Data(set.codesText().utf8).write(to: URL(fileURLWithPath: folder + "/codes.txt"))
    try writeWorkbook(of: set.targets, to: folder + "/codes.xlsx")
    let bar = ProgressBar(total: set.files, unit: "drawings")
    try ParallelLoop.run(count: set.files) { index in
      let path = drawings + "/" + set.name(of: index)
      let parent = (path as NSString).deletingLastPathComponent
      if parent != drawings {
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      }
      try Data(set.drawing(index)).write(to: URL(fileURLWithPath: path))
      bar.advance()
    }
    bar.end()
    try Data(set.truthJSON().utf8).write(to: URL(fileURLWithPath: folder + "/truth.json"))
  }

  private static func writeWorkbook(of codes: [String], to path: String) throws {
    // A fixed time: the same seed gives the same bytes.
    var workbook = try WorkbookWriter(path: path, title: "Hole codes", created: 1_767_225_600)
    try workbook.begin(Sheet("Hole Codes", columns: [Column("Hole Code", width: 24)]))
    for code in codes { try workbook.row([.text(code)]) }
    _ = try workbook.finish()
  }
}
