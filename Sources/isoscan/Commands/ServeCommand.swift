import Dispatch
import Foundation

/// `isoscan serve`: the server.
enum ServeCommand: Command {
  static let syntax = CommandSyntax(
    name: "serve",
    summary: """
      Runs the server: dashboard, WebSocket, API, queue and workers.

      Prints one line of JSON on stdout when it accepts connections. SIGTERM and SIGINT stop it in
      order; SIGHUP reads the configuration again.
      """,
    operands: "",
    flags: [
      Flag("config", "FILE", help: "configuration (default: ./config.json if there is one)"),
      Flag("host", "ADDRESS", help: "IPv4, IPv6 or unix:/path (default 127.0.0.1)"),
      Flag("port", "N", help: "port to listen on (default 8080; 0 takes a free one)"),
      Flag("data", "DIR", help: "folder of all that is kept (default ./data)"),
      Flag("conformance", help: "adds /echo, /ws-echo and /ws-broadcast; loopback only"),
    ])

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    _ = try arguments.integer("port", in: 0...65_535)
    let overrides = Settings.Overrides(
      host: arguments.string("host"), port: arguments.string("port"),
      dataFolder: arguments.string("data"))
    let loaded = try Settings.load(file: arguments.string("config"), overrides: overrides)
    let isConformance = arguments.has("conformance")
    try check(loaded.settings, isConformance)
    let signals = SignalQueue([SIGTERM, SIGINT, SIGHUP])
    let log = Log(
      level: Log.Level(name: loaded.settings.log.level), json: loaded.settings.log.format == "json")
    let application = try Application(
      settings: loaded.settings, log: log, publicFolder: publicFolder(loaded.file),
      isConformance: isConformance)
    let address = try application.start { signals.raise(SIGTERM) }
    Terminal.print(address.readyLine(process: getpid()))
    ServiceNotifier.send("READY=1")
    var reload = ConfigurationReload(
      file: arguments.string("config"), overrides: overrides, running: loaded.tree,
      application: application)
    while signals.next() == SIGHUP { reload.run() }
    ServiceNotifier.send("STOPPING=1")
    try application.stop()
    return 0
  }

  private static func check(_ settings: Settings, _ isConformance: Bool) throws(SettingsError) {
    if settings.server.isLoopback { return }
    if isConformance {
      throw SettingsError(description: "--conformance works on a loopback address only")
    }
    guard settings.server.allowUnauthenticated else {
      throw SettingsError(
        description: "server.host \(settings.server.host) is not a loopback address and no "
          + "authentication is configured: listen on 127.0.0.1 behind a proxy, or set "
          + "server.allow_unauthenticated to true")
    }
  }

  /// A `Public/` beside the configuration file, or `nil`.
  private static func publicFolder(_ configuration: String?) -> String? {
    guard let configuration else { return nil }
    let current = FileManager.default.currentDirectoryPath
    let file = Settings.resolve(configuration, base: current)
    let folder = (file as NSString).deletingLastPathComponent + "/Public"
    return FileManager.default.fileExists(atPath: folder + "/index.html") ? folder : nil
  }
}
