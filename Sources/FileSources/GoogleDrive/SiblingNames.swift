/// Gives files of the same names in one folder names of their own, the same in every listing.
///
/// Drive lists by name, so that equal names come together; among them the lowest id keeps its name,
/// the others get their id behind it.
struct SiblingNames {
  /// A child with the path of its folder.
  struct Child {
    var file: DriveFile
    /// Path of the folder, with `/` at its end; empty for the root.
    var folder: String
  }

  private var run: [Child] = []
  private var folded = ""
  /// Paths that were given, those of folders with `/` at their end.
  private var taken: Set<String> = []

  /// Takes in the next child; returns what is complete by that.
  mutating func add(_ child: Child) -> [(path: String, child: Child)] {
    let name = child.file.name.lowercased()
    defer { run.append(child) }
    if name == folded { return [] }
    defer { folded = name }
    return finish()
  }

  /// Ends the run of equal names.
  mutating func finish() -> [(path: String, child: Child)] {
    let sorted = run.sorted { $0.file.id < $1.file.id }
    run.removeAll(keepingCapacity: true)
    return sorted.map { (name($0), $0) }
  }

  private mutating func name(_ child: Child) -> String {
    let end = child.file.isFolder ? "/" : ""
    let plain = Self.plain(child.file)
    let path = child.folder + plain
    if taken.insert(path + end).inserted { return path }
    let dot =
      child.file.isFolder
      ? nil
      : plain.lastIndex(of: ".").flatMap {
        $0 == plain.startIndex ? nil : $0
      }
    let cut = dot ?? plain.endIndex
    let other = child.folder + plain[..<cut] + " (\(child.file.id))" + plain[cut...]
    taken.insert(other + end)
    return other
  }

  /// The name as one segment of a path: Drive allows `/` in names.
  private static func plain(_ file: DriveFile) -> String {
    var name = String(
      String.UnicodeScalarView(
        file.name.unicodeScalars.map { scalar in
          scalar == "/" || scalar.value < 0x20 || scalar.value == 0x7F ? "_" : scalar
        }))
    if name.isEmpty || name == "." || name == ".." { name = "_" }
    return name + (file.isGoogleType ? DriveExport.of(file.mimeType)?.suffix ?? "" : "")
  }
}
