/// Names of uploaded files, made safe: they are never used as paths on disk, but they are shown,
/// and they stand in reports.
enum UploadName {
  /// Longest name kept, in bytes; of a longer one the end is kept, which holds the extension.
  static let limit = 1_024

  /// Relative, with `/`, without `.`, `..`, drives and control characters.
  static func safe(_ name: String) -> String {
    let clean = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: "_"
          default: scalar == "\\" ? "/" : scalar
          }
        }))
    let parts = clean.split(separator: "/").filter { part in
      part != "." && part != ".." && !(part.utf8.count == 2 && part.hasSuffix(":"))
    }
    var joined = parts.joined(separator: "/")
    while joined.utf8.count > limit { joined.removeFirst() }
    return joined.isEmpty ? "drawing" : joined
  }

  /// Hidden files and folders, and what macOS puts into archives.
  static func isHidden(_ safe: String) -> Bool {
    safe.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
  }

  static func hasExtension(_ name: String, of extensions: Set<String>) -> Bool {
    RawPath.lowercasedExtension(Array(name.utf8)).map(extensions.contains) ?? false
  }
}
