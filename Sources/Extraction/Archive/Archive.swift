import Codec

/// A ZIP archive whose parts are unpacked within the budget.
struct Archive {
  private let zip: ZipReader
  private var index: [String: Int] = [:]
  private let budget: Budget

  init(_ bytes: UnsafeRawBufferPointer, budget: Budget) throws(ExtractionError) {
    do {
      zip = try ZipReader([UInt8](bytes))
    } catch {
      throw .unreadable("a damaged ZIP archive (\(error)): send it again")
    }
    self.budget = budget
    for (position, entry) in zip.entries.enumerated() {
      index[Self.key(entry.name)] = index[Self.key(entry.name)] ?? position
    }
  }

  var entries: [ZipEntry] { zip.entries }

  /// Names of parts are compared without case (ECMA-376-2 §6.2.2.3), and some writers use `\`.
  private static func key(_ name: String) -> String {
    var name = name.lowercased()
    if name.contains("\\") { name = name.replacing("\\", with: "/") }
    return name.hasPrefix("/") ? String(name.dropFirst()) : name
  }

  func has(_ name: String) -> Bool { index[Self.key(name)] != nil }

  /// A part's bytes, or nil if there is none of that name.
  /// - Throws: `.unreadable` for a damaged one.
  func part(_ name: String) throws(ExtractionError) -> [UInt8]? {
    guard let position = index[Self.key(name)] else { return nil }
    return try contents(of: zip.entries[position])
  }

  func contents(of entry: ZipEntry) throws(ExtractionError) -> [UInt8] {
    try budget.check()
    let bytes: [UInt8]
    do {
      bytes = try zip.contents(of: entry, limit: budget.streamAllowance)
    } catch {
      switch error {
      case .tooLarge(let name, let limit):
        throw .tooLarge("\(name) unpacks to more than \(limit) bytes")
      case .encrypted(let name): throw .encrypted("\(name) is encrypted: unpack it first")
      case .unsupportedMethod(let method, let name):
        throw .unreadable("\(name) is compressed by method \(method), which is not read")
      default: throw .unreadable("\(entry.name) is damaged (\(error))")
      }
    }
    budget.charge(inflated: bytes.count)
    try budget.check()
    return bytes
  }
}
