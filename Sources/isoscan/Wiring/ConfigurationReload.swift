/// What SIGHUP does: reads the configuration again, takes over what can change while running, and
/// says what needs a restart.
struct ConfigurationReload {
  /// Keys that take effect at once.
  static let changeable: Set<String> = [
    "log.level", "server.allowed_origins", "server.allowed_hosts", "sources.folders",
    "sources.drive.credentials_file", "sources.drive.credentials_variable",
  ]

  let file: String?
  let overrides: Settings.Overrides
  /// What is in effect.
  private(set) var running: SettingsTree
  let application: Application

  mutating func run() {
    let log = application.log
    do throws(SettingsError) {
      let (settings, tree, _) = try Settings.load(file: file, overrides: overrides)
      let changed = SettingKeys.all.map(\.path).filter { tree.values[$0] != running.values[$0] }
      application.apply(settings)
      for key in changed where Self.changeable.contains(key) {
        if let value = tree.values[key] { running.set(key, value) }
        log.info("configuration changed", ["key": key])
      }
      for key in changed where !Self.changeable.contains(key) {
        log.warning("configuration changed: takes effect at the next start", ["key": key])
      }
      if changed.isEmpty { log.info("configuration read again: nothing changed", [:]) }
    } catch {
      log.error("configuration is not used", ["error": error.description])
    }
  }
}
