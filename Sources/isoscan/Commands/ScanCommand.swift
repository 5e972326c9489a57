import Extraction
import Foundation
import Matching
import Recognition
import Spreadsheets

/// `isoscan scan`: the same pipeline without a server.
enum ScanCommand: Command {
  static let syntax = CommandSyntax(
    name: "scan",
    summary: """
      Finds hole codes in drawings: folders and files in, matches out.

      Prints a table of the drawings that hold codes; jsonl prints one object for every drawing as
      it is done, csv a row for every drawing. Exits 0 with or without matches or drawings.

      Where stdout is closed (a pipe into head) the scan ends with 0, unless a report is wanted too:
      that is still made. SIGINT, SIGTERM and SIGHUP end it with 130, 143 and 129,
      unless they are ignored when it starts (nohup).
      """,
    operands: "PATH...",
    flags: [
      Flag("codes", "FILE", help: "list of codes: .xlsx, .csv or text"),
      Flag("code", "C", help: "one code; may be given more than once", repeats: true),
      Flag("match", "MODE", help: "word (default), token or substring"),
      Flag("report", "OUT.xlsx", help: "writes the workbook"),
      Flag("format", "FORMAT", help: "table (default), jsonl or csv"),
      Flag("jobs", "N", help: "drawings read at once (default: one a core)"),
      Flag("passwords", "FILE", help: PasswordFile.flagHelp),
      Flag("no-cache", help: "reads every drawing anew"),
      RecognitionPlan.flag,
    ])

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    guard !arguments.operands.isEmpty else {
      throw UsageError("scan needs a folder or file: isoscan scan PATH... --codes FILE")
    }
    let format = try arguments.choice("format", of: ["table", "jsonl", "csv"]) ?? "table"
    let jobs = try arguments.integer("jobs", in: 1...1_024) ?? ProcessorCount.available
    let codes = try codeSet(arguments)
    var limits = Limits()
    limits.passwords = try PasswordFile.passwords(arguments)
    for path in arguments.operands where access(path, R_OK) != 0 {
      throw RuntimeFailure("\(path): \(String(cString: strerror(errno)))")
    }
    let current = FileManager.default.currentDirectoryPath
    let scan = LocalScan(
      paths: arguments.operands, codes: codes, jobs: jobs, limits: limits,
      report: arguments.string("report").map { Settings.resolve($0, base: current) },
      usesCache: !arguments.has("no-cache"),
      recognition: { .automatic(arguments, folder: $0) })
    try scan.run(ScanOutputs.make(format))
    return 0
  }

  private static func codeSet(_ arguments: CommandArguments) throws -> CodeSet {
    var codes = arguments.strings("code")
    if let path = arguments.string("codes") {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw RuntimeFailure("--codes \(path): no such file, or not readable")
      }
      do throws(CodeListError) {
        codes += try CodeListReader.read(Array(data)).codes
      } catch {
        throw UsageError("--codes \(path): \(error)")
      }
    }
    let modes = MatchMode.allCases.map(\.rawValue)
    let mode = try arguments.choice("match", of: modes).flatMap(MatchMode.init) ?? .word
    do throws(CodeSetError) {
      return try CodeSet(codes, mode: mode)
    } catch {
      switch error {
      case .noCodes: throw UsageError("no codes to look for: give --codes FILE or --code C")
      case .codeTooLong(let prefix, let limit):
        throw UsageError("the code that begins with '\(prefix)' has more than \(limit) characters")
      }
    }
  }
}
