/// How documents of Google's editors are read: exported by Drive (API guide "Export MIME types").
struct DriveExport: Sendable, Hashable {
  /// Most bytes that Drive exports (reference of `files.export`).
  static let limit = 10_485_760

  var mimeType: String
  /// What is put behind the document's name.
  var suffix: String

  private static let pdf = DriveExport(mimeType: "application/pdf", suffix: ".pdf")

  /// The export of a type, or `nil` where Drive has none that can be read.
  static func of(_ mimeType: String) -> DriveExport? {
    switch mimeType.split(separator: ".").last {
    case "document", "presentation", "drawing": pdf
    case "spreadsheet":
      DriveExport(
        mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        suffix: ".xlsx")
    default: nil
    }
  }

  /// What a type is called by people.
  static func title(_ mimeType: String) -> String {
    "Google " + (mimeType.split(separator: ".").last ?? "document").capitalizedFirst
  }
}

extension Substring {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
