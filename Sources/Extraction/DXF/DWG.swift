/// An AutoCAD DWG file, told by the version it begins with (Open Design Specification for .dwg, §3.1).
struct DWG {
  /// Such as `AC1032`.
  let version: String

  /// Bytes of the version; the first two are always `AC`.
  private static let length = 6

  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= Self.length, Search.matches("AC", in: bytes, at: 0),
      bytes[2..<Self.length].allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
      // A text may begin so; a DWG has zeros behind it.
      bytes.count == Self.length || bytes[Self.length] == 0
    else { return nil }
    version = String(decoding: bytes.prefix(Self.length), as: UTF8.self)
  }

  var message: String {
    let release = Self.releases[version].map { " (\($0))" } ?? ""
    return
      "an AutoCAD DWG drawing of version \(version)\(release), which is not read: export it as PDF or DXF"
  }

  private static let releases = [
    "AC1009": "R11/R12", "AC1012": "R13", "AC1014": "R14", "AC1015": "2000", "AC1018": "2004",
    "AC1021": "2007", "AC1024": "2010", "AC1027": "2013", "AC1032": "2018",
  ]
}
