/// What SIGHUP does: reads the configuration again, and says what takes effect.
///
/// Nothing can change while running yet: each changed key is named, with the restart it needs.
struct ConfigurationReload {
  let file: String?
  let overrides: Settings.Overrides
  let running: SettingsTree
  let log: Log

  func run() {
    do throws(SettingsError) {
      let (_, tree, _) = try Settings.load(file: file, overrides: overrides)
      let changed = SettingKeys.all.map(\.path).filter { tree.values[$0] != running.values[$0] }
      if changed.isEmpty { log.info("configuration read again: nothing changed", [:]) }
      for key in changed {
        log.warning("configuration changed: takes effect at the next start", ["key": key])
      }
    } catch {
      log.error("configuration is not used", ["error": error.description])
    }
  }
}
