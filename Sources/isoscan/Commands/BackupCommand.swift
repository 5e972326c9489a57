import Foundation
import Pipeline

/// `isoscan backup`: copies the database of a running or a stopped server.
enum BackupCommand: Command {
  static let syntax = CommandSyntax(
    name: "backup",
    summary: """
      Copies the database, while the server runs or not.

      FILE appears whole and checked, or not at all; one that is there is not replaced. It holds the
      sessions, their results and the queue. Uploads, reports and the signing key are files that are
      copied as such.
      """,
    operands: "FILE",
    flags: [
      Flag("data", "DIR", help: "data folder (default ./data)"),
      Flag("config", "FILE", help: "configuration that names the data folder"),
    ])

  private struct Written: Encodable {
    var backup: String
    var bytes: Int64
  }

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    guard arguments.operands.count == 1, let path = arguments.operands.first else {
      throw UsageError("backup needs one FILE to write")
    }
    let (settings, _, _) = try Settings.load(
      file: arguments.string("config"), overrides: .init(dataFolder: arguments.string("data")))
    let folder = settings.dataFolder
    try DataFolder.checkHasDatabase(folder)
    do throws(BackendError) {
      let bytes = try SQLiteBackend.backup(folder: folder, to: path)
      Terminal.print(ServerMessage.encode(Written(backup: path, bytes: bytes)))
    } catch {
      throw RuntimeFailure("backup of \(folder) to \(path): \(error)")
    }
    return 0
  }
}
