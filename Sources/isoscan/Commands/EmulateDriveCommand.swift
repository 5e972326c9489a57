import Foundation
import HTTP

/// `isoscan emulate-drive`: a folder as Google Drive, for tests and CI.
enum EmulateDriveCommand: Command {
  static let syntax = CommandSyntax(
    name: "emulate-drive",
    summary: """
      Serves a folder in the wire format of Google Drive API v3, to test clients without Google.

      Prints one line of JSON on stdout when it accepts connections, with the id of the folder.
      DIR/drive.json says what a folder can't: shortcuts, Google's documents, shared drives,
      resource keys, the bin, credentials. GET /emulator/stats tells what was asked for;
      POST /emulator/expire?token=T has a token (none named: all granted ones) not be accepted.
      Listens on 127.0.0.1 alone.
      """,
    operands: "DIR",
    flags: [
      Flag("port", "N", help: "port to listen on (default: a free one)"),
      Flag("fail-rate", "PERCENT", help: "API requests that fail with 429, 500 or 502"),
      Flag("break-rate", "PERCENT", help: "downloads that break off in the middle"),
      Flag("rate-limit", "N", help: "requests a second and token, more get 403 (default: any)"),
      Flag("latency", "MS", help: "milliseconds that each answer takes"),
      Flag("token-life", "S", help: "seconds that a granted token holds (default 3600)"),
      Flag("lose-page-tokens", "N", help: "page tokens that are forgotten, the first N used"),
      Flag("seed", "S", help: "start of the pseudo-random numbers (default 1)"),
    ])

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    guard arguments.operands.count == 1, let name = arguments.operands.first else {
      throw UsageError("emulate-drive needs one folder: isoscan emulate-drive DIR")
    }
    let settings = try faults(arguments)
    let latency = try arguments.integer("latency", in: 0...600_000) ?? 0
    let life = try arguments.integer("token-life", in: 0...86_400) ?? 3_600
    let port = try arguments.integer("port", in: 0...65_535) ?? 0
    let folder = Settings.resolve(name, base: FileManager.default.currentDirectoryPath)
    let manifest = try DriveManifest.read(folder)
    let drive = try EmulatedDrive(folder: folder, manifest)
    let routes = EmulatorRoutes(
      drive: drive, tokens: try EmulatorTokens(manifest, folder: folder, life: life),
      faults: EmulatorFaults(settings), latency: latency)
    try serve(routes, port: UInt16(clamping: port))
    return 0
  }

  private static func faults(_ arguments: CommandArguments) throws -> EmulatorFaults.Settings {
    var settings = EmulatorFaults.Settings()
    settings.failRate = Double(try arguments.integer("fail-rate", in: 0...100) ?? 0) / 100
    settings.breakRate = Double(try arguments.integer("break-rate", in: 0...100) ?? 0) / 100
    settings.rateLimit = try arguments.integer("rate-limit", in: 1...1_000_000) ?? 0
    settings.lostPageTokens = try arguments.integer("lose-page-tokens", in: 0...1_000_000) ?? 0
    settings.seed = UInt64(try arguments.integer("seed", in: 0...Int.max) ?? 1)
    return settings
  }

  private static func serve(_ routes: EmulatorRoutes, port: UInt16) throws {
    let signals = SignalQueue([SIGTERM, SIGINT])
    var router = Router()
    routes.add(to: &router)
    var configuration = ServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: port)])
    configuration.loops = 1
    let server = Server(configuration: configuration, router: router)
    let bound: [BoundAddress]
    do throws(SocketError) {
      bound = try server.start()
    } catch {
      throw RuntimeFailure("\(error)")
    }
    let url = "http://127.0.0.1:\(bound.first?.port ?? 0)"
    Terminal.print(
      "{\"event\":\"ready\",\"url\":\(JSONText.string(url)),"
        + "\"root\":\(JSONText.string(routes.drive.root)),\"pid\":\(getpid())}")
    _ = signals.next()
    server.stop(within: 1)
  }
}
