import Spreadsheets
import Store

/// What changed since the last scan of the same source with the same codes.
extension ReportBuilder {
  /// The scan that this one is compared with; none for a cancelled one, which read only a part.
  func earlierScan() throws -> SessionSnapshot? {
    session.isCancelled ? nil : try backend.previous(of: session.id)
  }

  /// Rows of the Summary.
  func comparison(with earlier: SessionSnapshot?) -> [(String, Cell)] {
    guard let earlier else { return [] }
    return [
      ("Compared with session", .text(earlier.id)),
      ("That finished (UTC)", .time(Double(earlier.finishedAt ?? earlier.createdAt) / 1_000)),
    ]
  }

  /// One row a drawing that is new, gone, changed, has other codes or could not be read; no sheet
  /// without an earlier scan.
  func writeChanges(_ workbook: inout WorkbookWriter, since earlier: SessionSnapshot?) throws {
    guard let earlier else { return }
    try workbook.begin(
      Sheet(
        "Changes",
        columns: [
          Column("File Name", width: 44), Column("Change", width: 14),
          Column("Codes Gained", width: 36), Column("Codes Lost", width: 36),
        ]))
    try backend.forEachChange(of: session.id, since: earlier.id) { change in
      try workbook.row([
        .text(change.name), .text(Self.word(change.kind)), .text(names(change.gained)),
        .text(names(change.lost)),
      ])
    }
  }

  private static func word(_ kind: Change.Kind) -> String {
    switch kind {
    case .new: "New"
    case .gone: "Gone"
    case .changed: "Changed"
    case .codes: "Other codes"
    case .notRead: "Not read"
    }
  }
}
