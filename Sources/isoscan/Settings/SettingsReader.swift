import Extraction
import HTTP

/// Reads typed values from the raw tree, whose kinds are already checked.
struct SettingsReader {
  let tree: SettingsTree

  func string(_ path: String) -> String {
    guard case .string(let text)? = tree.values[path] else { return "" }
    return text
  }

  func integer(_ path: String) -> Int {
    guard case .integer(let number)? = tree.values[path] else { return 0 }
    return number
  }

  func boolean(_ path: String) -> Bool { tree.values[path] == .boolean(true) }

  /// `nil` for "auto".
  func automatic(_ path: String) -> Bool? {
    guard case .boolean(let flag)? = tree.values[path] else { return nil }
    return flag
  }

  /// Tesseract's names of languages: `eng+deu`, `script/Latin`.
  func languages(_ path: String) throws(SettingsError) -> String {
    let text = string(path)
    let names = text.split(separator: "+", omittingEmptySubsequences: false)
    let areNames = names.allSatisfy { name in
      name.first?.isLetter == true
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-/".contains($0)) }
    }
    guard areNames else {
      throw invalid(path, "must be languages such as \"eng\" or \"eng+deu\", not \"\(text)\"")
    }
    return text
  }

  func strings(_ path: String) -> [String] {
    guard case .array(let items)? = tree.values[path] else { return [] }
    return items.compactMap { item in
      guard case .string(let text) = item else { return nil }
      return text
    }
  }

  func nonEmpty(_ path: String) throws(SettingsError) -> String {
    let text = string(path)
    guard !text.isEmpty else { throw invalid(path, "must not be empty") }
    return text
  }

  /// What to listen on; a Unix socket's path is whole, so that it means the same to whoever reads it.
  func host(_ path: String) throws(SettingsError) -> String {
    let text = try nonEmpty(path)
    guard text.hasPrefix("unix:") else { return text }
    // sockaddr_un has room for 107 bytes and a zero (unix(7)).
    guard text.hasPrefix("unix:/"), text.utf8.count - "unix:".count <= 107 else {
      throw invalid(
        path,
        "must be an address or \"unix:\" and an absolute path of at most 107 bytes, "
          + "not \"\(text)\"")
    }
    return text
  }

  /// Numeric addresses, in the form that a peer's is compared in; or `unix`.
  func proxies(_ path: String) throws(SettingsError) -> TrustedProxies {
    var proxies = TrustedProxies()
    for text in strings(path) where !proxies.insert(text) {
      throw invalid(
        path,
        "must hold addresses such as \"127.0.0.1\" or \"fd00::1\", ranges such as \"10.0.0.0/8\", "
          + "or \"unix\", not \"\(text)\"")
    }
    return proxies
  }

  func path(_ path: String) throws(SettingsError) -> String {
    let text = string(path)
    let segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    let isPath =
      text.hasPrefix("/")
      && segments.allSatisfy { segment in
        !segment.isEmpty && segment != "." && segment != ".."
          && segment.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-._~!$&'()*+,;=:@".contains($0))
          }
      }
    guard isPath else {
      throw invalid(path, "must be a path such as \"/ws\", not \"\(text)\"")
    }
    return text
  }

  /// One segment of a path, or nothing.
  func pathSegment(_ path: String) throws(SettingsError) -> String {
    let text = string(path)
    let allowed = text.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_$".contains($0))
    }
    guard allowed else {
      throw invalid(path, "must be a stage name such as \"prod\", not \"\(text)\"")
    }
    return text
  }

  func url(_ path: String) throws(SettingsError) -> String? {
    var text = string(path)
    if text.isEmpty { return nil }
    while text.hasSuffix("/") { text.removeLast() }
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
      throw invalid(path, "must be a URL such as \"https://scan.example.com\", not \"\(text)\"")
    }
    return text
  }

  func origins(_ path: String) throws(SettingsError) -> [String] {
    var origins: [String] = []
    for origin in strings(path) {
      let rest = origin.split(separator: "://", maxSplits: 1)
      guard rest.count == 2, ["http", "https"].contains(String(rest[0])), !rest[1].contains("/")
      else {
        throw invalid(
          path, "must hold origins such as \"https://example.com\", not \"\(origin)\"")
      }
      origins.append(origin.lowercased())
    }
    return origins
  }

  func folders(_ path: String) throws(SettingsError) -> [String: String] {
    guard case .object(let items)? = tree.values[path] else { return [:] }
    var folders: [String: String] = [:]
    for (name, value) in items {
      guard case .string(let folder) = value, !folder.isEmpty else {
        throw invalid(path + "." + name, "must be a path")
      }
      guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
        throw invalid(path, "has the name \"\(name)\": a name is not empty and holds no '/'")
      }
      folders[name] = folder
    }
    return folders
  }

  /// The passwords in the file that the key names; none where it names none.
  func passwords(_ path: String, base: String) throws(SettingsError) -> [String] {
    let file = string(path)
    if file.isEmpty { return [] }
    do throws(PasswordFile.Failure) {
      return try PasswordFile.read(Settings.resolve(file, base: base))
    } catch {
      throw SettingsError(description: "configuration: \(path): \(file): \(error.message)")
    }
  }

  func limits() -> Limits {
    var limits = Limits()
    limits.pages = integer("limits.max_pages")
    limits.inflatedBytes = integer("limits.max_inflated_bytes")
    limits.operators = integer("limits.max_operators")
    return limits
  }

  private func invalid(_ path: String, _ what: String) -> SettingsError {
    SettingsError(description: "configuration: \(path) \(what)")
  }
}
