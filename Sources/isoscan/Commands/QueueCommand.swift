import Foundation
import Pipeline

/// `isoscan queue`: looks at and repairs the queue of a running or a stopped server.
enum QueueCommand: Command {
  static let syntax = CommandSyntax(
    name: "queue",
    summary: """
      Looks at and repairs the queue.

      stats prints its numbers, dead the drawings that were given up, redrive puts those back, purge
      drops them. Of a running server it asks over its API, of a stopped one it opens the database.
      """,
    operands: "stats|dead|redrive|purge",
    flags: [
      Flag("data", "DIR", help: "data folder (default ./data)"),
      Flag("config", "FILE", help: "configuration that names the data folder"),
    ])

  private static let actions = ["stats", "dead", "redrive", "purge"]

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    guard arguments.operands.count == 1, let action = arguments.operands.first else {
      throw UsageError("queue needs one of \(actions.joined(separator: ", "))")
    }
    guard actions.contains(action) else {
      throw UsageError(
        "unknown action '\(action)' of queue: one of \(actions.joined(separator: ", "))"
          + Nearest.hint(action, among: actions))
    }
    let (settings, _, _) = try Settings.load(
      file: arguments.string("config"), overrides: .init(dataFolder: arguments.string("data")))
    let folder = settings.dataFolder
    guard FileManager.default.fileExists(atPath: folder) else {
      throw RuntimeFailure("data folder \(folder): there is none; name it with --data")
    }
    if let holder = DataFolderLock.holder(of: folder) {
      guard let url = holder.url else {
        throw RuntimeFailure("data folder \(folder) is in use by process \(holder.pid)")
      }
      Terminal.print(try QueueClient(url: url).run(action))
    } else {
      // Opening the backend would make one, and a lock, in whatever folder this is.
      guard FileManager.default.fileExists(atPath: folder + "/" + SQLiteBackend.fileName) else {
        throw RuntimeFailure(
          "data folder \(folder): it holds no \(SQLiteBackend.fileName); name the server's with "
            + "--data")
      }
      Terminal.print(try stopped(action, folder, settings))
    }
    return 0
  }

  private static func stopped(
    _ action: String, _ folder: String, _ settings: Settings
  ) throws -> String {
    let backend = try DataFolder.openBackend(folder, settings)
    defer { backend.close() }
    switch action {
    case "dead":
      let page = try backend.deadLetters(limit: 1_000, cursor: nil)
      return ServerMessage.encode(QueueBody.Dead(page))
    case "redrive":
      let count = try backend.redrive(nil, now: Clock.system.now())
      return ServerMessage.encode(QueueBody.Changed(redriven: count))
    case "purge":
      return ServerMessage.encode(QueueBody.Changed(dropped: try backend.purge(nil)))
    default:
      return ServerMessage.encode(QueueBody.Stats(try backend.queueStats(now: Clock.system.now())))
    }
  }
}
