import Spreadsheets
import Store

/// Codes that nearly stand on a drawing, which a person has to look at.
extension ReportBuilder {
  /// One row for each drawing and code; no sheet where there are none.
  func writeNear(_ workbook: inout WorkbookWriter) throws {
    guard session.counters.near > 0 else { return }
    try workbook.begin(
      Sheet(
        "Near",
        columns: [
          Column("File Name", width: 44), Column("Hole Code", width: 26),
          Column("What Stands There", width: 36), Column("Page", width: 8),
          Column("Why", width: 18), Column("PDF Link", width: 14),
        ]))
    try backend.forEachResult(of: session.id, filter: .near, places: true) { row in
      for hit in row.result.near where codes.indices.contains(hit.place.code) {
        try workbook.row([
          .text(row.name), .text(codes[hit.place.code]), .text(Self.onOneLine(hit.place.text)),
          .integer(hit.place.page), .text(hit.reason.text),
          .link(text: "Open", target: link(row.number)),
        ])
      }
    }
  }

  /// A line's end as a sign: a cell of one line would hide it.
  private static func onOneLine(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: " ⏎ ")
  }
}
