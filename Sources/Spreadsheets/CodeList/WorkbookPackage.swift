internal import Codec

/// The parts of an .xlsx by their names and relationships (ECMA-376-2 §9).
struct WorkbookPackage {
  struct Relationship {
    let id: String
    /// The last step of its type, as `worksheet`: the rest differs between the standard's classes.
    let type: String
    /// Name of the part, without a leading slash.
    let target: String
  }

  /// Most sheets or relationships that are looked at.
  private static let listLimit = 10_000

  private let archive: ZipReader
  private let entries: [String: ZipEntry]
  private let partLimit: Int

  init(_ archive: ZipReader, partLimit: Int = CodeListReader.partLimit) {
    self.archive = archive
    self.partLimit = partLimit
    // §6.2.2.3: names of parts are told apart without regard to case.
    entries = Dictionary(
      archive.entries.map { (Self.key($0.name), $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func key(_ name: String) -> String {
    let path = name.replacing("\\", with: "/").lowercased()
    return path.hasPrefix("/") ? String(path.dropFirst()) : path
  }

  func has(_ name: String) -> Bool { entries[Self.key(name)] != nil }

  /// A part's markup; `nil` where there is no such part.
  func part(_ name: String) throws(CodeListError) -> XMLScanner? {
    guard let entry = entries[Self.key(name)] else { return nil }
    do throws(ZipError) {
      let bytes = try archive.contents(of: entry, limit: partLimit)
      return XMLScanner(Self.isUTF16(bytes) ? TextEncoding.utf8(bytes) ?? [] : bytes)
    } catch {
      switch error {
      case .tooLarge:
        throw .tooLarge(what: "bytes in \(name)", limit: partLimit)
      case .encrypted: throw .encryptedWorkbook
      default: throw .damaged(name)
      }
    }
  }

  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// The relationships of a part, or of the package for an empty name.
  func relationships(of name: String) throws(CodeListError) -> [Relationship] {
    let (folder, file) = Self.split(name)
    guard var scanner = try part(folder + "_rels/" + file + ".rels") else { return [] }
    var result: [Relationship] = []
    while result.count < Self.listLimit {
      switch scanner.next() {
      case .open(let element) where scanner.isName(element.name, "Relationship"):
        guard let id = scanner.attribute("Id", of: element),
          let type = scanner.attribute("Type", of: element),
          let target = scanner.attribute("Target", of: element),
          scanner.attribute("TargetMode", of: element) != "External"
        else { continue }
        let kind = type.split(separator: "/").last.map(String.init) ?? type
        result.append(
          Relationship(id: id, type: kind, target: Self.resolve(target, in: folder)))
      case .damaged: throw .damaged("relationships of \(name.isEmpty ? "the package" : name)")
      case .end: return result
      default: continue
      }
    }
    return result
  }

  /// A sheet as the workbook lists it.
  struct Sheet {
    let relationship: String
    let isHidden: Bool
  }

  /// The sheets in the order of their tabs.
  func sheets(of workbook: String) throws(CodeListError) -> [Sheet] {
    guard var scanner = try part(workbook) else { throw .damaged("\(workbook) is missing") }
    var result: [Sheet] = []
    while result.count < Self.listLimit {
      switch scanner.next() {
      case .open(let element) where scanner.isName(element.name, "sheet"):
        let state = scanner.attribute("state", of: element) ?? "visible"
        if let id = scanner.attribute("id", of: element) {
          result.append(Sheet(relationship: id, isHidden: state != "visible"))
        }
      case .damaged: throw .damaged(workbook)
      case .end: return result
      default: continue
      }
    }
    return result
  }

  /// The folder with its slash, and the rest.
  private static func split(_ name: String) -> (String, String) {
    guard let slash = name.lastIndex(of: "/") else { return ("", name) }
    return (String(name[...slash]), String(name[name.index(after: slash)...]))
  }

  /// A target is relative to its source's folder, or begins at the package's root (§6.5.3).
  private static func resolve(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var steps: [Substring] = []
    for step in (folder + target).split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }
}
