import Foundation
import Pipeline

/// `isoscan queue`: looks at and repairs the queue of a running or a stopped server.
enum QueueCommand: Command {
  static let syntax = CommandSyntax(
    name: "queue",
    summary: """
      Looks at and repairs the queue.

      stats prints its numbers, dead the drawings that were given up, redrive puts those back, purge
      drops them: all, or those whose ids are given. Of a running server it asks over its API, of a
      stopped one it opens the database.
      """,
    operands: "stats|dead|redrive|purge [ID...]",
    flags: [
      Flag("data", "DIR", help: "data folder (default ./data)"),
      Flag("config", "FILE", help: "configuration that names the data folder"),
    ])

  private static let actions = ["stats", "dead", "redrive", "purge"]

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    guard let action = arguments.operands.first else {
      throw UsageError("queue needs one of \(actions.joined(separator: ", "))")
    }
    guard actions.contains(action) else {
      throw UsageError(
        "unknown action '\(action)' of queue: one of \(actions.joined(separator: ", "))"
          + Nearest.hint(action, among: actions))
    }
    let ids = try letters(arguments.operands.dropFirst(), action)
    let (settings, _, _) = try Settings.load(
      file: arguments.string("config"), overrides: .init(dataFolder: arguments.string("data")))
    let folder = settings.dataFolder
    if let holder = DataFolderLock.holder(of: folder) {
      guard let url = holder.url else {
        throw RuntimeFailure("data folder \(folder) is in use by process \(holder.pid)")
      }
      for id in ids { Terminal.print(try QueueClient(url: url).run(action, id)) }
    } else {
      try DataFolder.checkHasDatabase(folder)
      let backend = try DataFolder.openBackend(folder, settings)
      defer { backend.close() }
      for id in ids { Terminal.print(try answer(action, id, backend)) }
    }
    return 0
  }

  /// The dead letters that are meant; one `nil`: all of them.
  private static func letters(
    _ operands: ArraySlice<String>, _ action: String
  ) throws(UsageError) -> [Int64?] {
    if operands.isEmpty { return [nil] }
    guard ["redrive", "purge"].contains(action) else {
      throw UsageError("queue \(action) takes no ID: redrive and purge do")
    }
    return try operands.map { (text) throws(UsageError) in
      guard let id = Int64(text) else {
        throw UsageError(
          "queue \(action): '\(text)' is no ID, a whole number: 'queue dead' lists them")
      }
      return id
    }
  }

  /// What a stopped server would answer.
  private static func answer(
    _ action: String, _ id: Int64?, _ backend: SQLiteBackend
  ) throws -> String {
    let now = Clock.system.now()
    let changed: QueueBody.Changed
    switch action {
    case "dead":
      return ServerMessage.encode(
        QueueBody.Dead(try backend.deadLetters(limit: 1_000, cursor: nil)))
    case "redrive": changed = .init(redriven: try backend.redrive(id.map { [$0] }, now: now))
    case "purge": changed = .init(dropped: try backend.purge(id.map { [$0] }))
    default: return ServerMessage.encode(QueueBody.Stats(try backend.queueStats(now: now)))
    }
    if let id, (changed.dropped ?? changed.redriven) == 0 {
      throw RuntimeFailure(QueueRoutes.unknown("\(id)").message)
    }
    return ServerMessage.encode(changed)
  }
}
