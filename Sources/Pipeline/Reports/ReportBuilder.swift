import Extraction
import Foundation
import Spreadsheets
import Store

/// Writes a session's workbook: Summary, Matches, By Code, Not Found, Near where a code
/// nearly stands somewhere, Problems and, when the source was scanned with the same codes before,
/// Changes.
///
/// Rows are streamed from the store into the file: memory doesn't grow with the drawings.
struct ReportBuilder {
  let backend: any Backend
  let session: SessionSnapshot
  let codes: [String]
  /// Makes the absolute URL that opens a drawing, by its number.
  let link: (Int) -> String

  /// - Parameters:
  ///   - path: where the workbook will stand.
  ///   - now: its time, in milliseconds since 1970.
  func write(to path: String, now: Int64) throws {
    var drawings = [Int](repeating: 0, count: codes.count)
    try backend.forEachHit(of: session.id) { hit in
      if drawings.indices.contains(hit.code) { drawings[hit.code] += 1 }
    }
    var workbook = try WorkbookWriter(
      path: path, title: "Isoscan report", created: now / 1_000)
    let earlier = try earlierScan()
    try writeSummary(&workbook, found: drawings.count { $0 > 0 }, since: earlier, now: now)
    try writeMatches(&workbook)
    try writeByCode(&workbook, drawings)
    try writeNotFound(&workbook, drawings)
    try writeNear(&workbook)
    try writeProblems(&workbook)
    try writeChanges(&workbook, since: earlier)
    _ = try workbook.finish()
  }

  // MARK: Sheets

  private func writeSummary(
    _ workbook: inout WorkbookWriter, found: Int, since earlier: SessionSnapshot?, now: Int64
  ) throws {
    try workbook.begin(
      Sheet("Summary", columns: [Column("", width: 26), Column("", width: 70)], hasHeader: false))
    let counters = session.counters
    let rows: [(String, Cell)] = [
      ("Source", .text(SourceDescription.title(ofStored: session.source))),
      ("Session", .text(session.id)),
      ("Status", .text(session.isCancelled ? "CANCELLED" : "COMPLETE")),
      ("Started (UTC)", .time(Double(session.createdAt) / 1_000)),
      ("Finished (UTC)", .time(Double(session.finishedAt ?? now) / 1_000)),
      ("Drawings", .integer(counters.total)),
      ("Drawings read", .integer(counters.processed)),
      ("Drawings from the text cache", .integer(counters.fromCache)),
      ("Drawings with codes", .integer(counters.matched)),
      ("Drawings with near hits", .integer(counters.near)),
      ("Problems", .integer(counters.problems)),
      ("Hole codes searched", .integer(codes.count)),
      ("Hole codes found", .integer(found)),
      ("Hole codes not found", .integer(codes.count - found)),
      ("Matching", .text(session.matchMode)),
      ("Other files left out", .integer(session.leftOut)),
    ]
    for (label, value) in rows + comparison(with: earlier) {
      try workbook.row([.label(label), value])
    }
    for note in notes { try workbook.row([.label("Note"), .text(note)]) }
  }

  private var notes: [String] {
    var notes: [String] = []
    if session.isDemo {
      notes.append("These are demo drawings, made by Isoscan: no drawing of a real plant.")
    }
    if session.counters.near > 0 {
      notes.append(
        "The sheet Near lists codes that nearly stand on a drawing: they are no matches.")
    }
    if session.counters.problems > 0 {
      notes.append("Drawings on the sheet Problems could not be read, or not wholly.")
    }
    if session.isCancelled {
      notes.append("The scan was cancelled: only the drawings read before that are in here.")
    }
    return notes
  }

  private func writeMatches(_ workbook: inout WorkbookWriter) throws {
    try workbook.begin(
      Sheet(
        "Matches",
        columns: [
          Column("File Name", width: 44), Column("Hole Codes Found", width: 36),
          Column("Status", width: 12), Column("Page", width: 8), Column("PDF Link", width: 14),
          Column("Places", width: 60), Column("Read At (UTC)", width: 20),
          Column("Problem", width: 50),
        ]))
    try backend.forEachResult(of: session.id, filter: .matched, places: true) { row in
      try workbook.row([
        .text(row.name), .text(names(row.result.codes)), .text(row.status), page(row),
        .link(text: "Open", target: link(row.number)), .text(places(row)),
        .time(Double(row.result.finishedAt) / 1_000), .text(row.result.message ?? ""),
      ])
    }
  }

  private func writeByCode(_ workbook: inout WorkbookWriter, _ drawings: [Int]) throws {
    try workbook.begin(
      Sheet(
        "By Code",
        columns: [
          Column("Hole Code", width: 26), Column("Drawings", width: 10),
          Column("File Names", width: 100),
        ]))
    var list = NameList()
    func flush(_ workbook: inout WorkbookWriter) throws {
      guard let code = list.code, codes.indices.contains(code) else { return }
      let count: Cell = list.isContinued ? .empty : .integer(drawings[code])
      try workbook.row([.text(codes[code]), count, .text(list.text)])
    }
    try backend.forEachHit(of: session.id) { hit in
      if list.code != hit.code || !list.fits(hit.name) {
        try flush(&workbook)
        list.begin(hit.code)
      }
      list.add(hit.name)
    }
    try flush(&workbook)
  }

  private func writeNotFound(_ workbook: inout WorkbookWriter, _ drawings: [Int]) throws {
    try workbook.begin(Sheet("Not Found", columns: [Column("Hole Code", width: 26)]))
    for (code, count) in zip(codes, drawings) where count == 0 {
      try workbook.row([.text(code)])
    }
  }

  private func writeProblems(_ workbook: inout WorkbookWriter) throws {
    try workbook.begin(
      Sheet(
        "Problems",
        columns: [
          Column("File Name", width: 44), Column("Status", width: 14),
          Column("What To Know", width: 80), Column("Pages Not Read", width: 18),
          Column("Attempts", width: 10), Column("PDF Link", width: 14),
        ]))
    try backend.forEachResult(of: session.id, filter: .problems, places: false) { row in
      let pages = row.result.unreadablePages.map(String.init).joined(separator: ", ")
      try workbook.row([
        .text(row.name), .text(row.status), .text(row.result.message ?? ""), .text(pages),
        .integer(row.attempts), .link(text: "Open", target: link(row.number)),
      ])
    }
  }

  // MARK: Cells

  func names(_ indexes: [Int]) -> String {
    indexes.filter { codes.indices.contains($0) }.map { codes[$0] }.joined(separator: ", ")
  }

  /// The page where codes stand, or the list of them.
  private func page(_ row: ResultRow) -> Cell {
    let pages = Set(row.result.places.map(\.page)).sorted()
    if pages.count == 1, let page = pages.first { return .integer(page) }
    return .text(pages.map(String.init).joined(separator: ", "))
  }

  /// What to know of text that does not stand on the sheet itself.
  private static func origin(of place: Place) -> String {
    switch place.kind {
    case .text: ""
    case .annotation, .form, .attachment: " (\(place.kind.rawValue))"
    case .ocr: " (text recognition, \(place.confidence ?? 0) % sure)"
    }
  }

  private func places(_ row: ResultRow) -> String {
    var counts: [(key: String, count: Int)] = []
    for place in row.result.places where codes.indices.contains(place.code) {
      let key = "\(codes[place.code]) on page \(place.page)\(Self.origin(of: place))"
      if let index = counts.firstIndex(where: { $0.key == key }) {
        counts[index].count += 1
      } else {
        counts.append((key, 1))
      }
    }
    return counts.map { $0.count > 1 ? "\($0.key) (\($0.count) times)" : $0.key }
      .joined(separator: "; ")
  }
}

/// File names of one code that still fit into a cell.
private struct NameList {
  private(set) var code: Int?
  private(set) var text = ""
  /// Whether the code has rows before this one.
  private(set) var isContinued = false
  private var length = 0

  func fits(_ name: String) -> Bool {
    length + name.utf16.count + 2 <= WorkbookLimits.cellLength
  }

  mutating func begin(_ code: Int) {
    isContinued = self.code == code
    self.code = code
    (text, length) = ("", 0)
  }

  mutating func add(_ name: String) {
    if !text.isEmpty { text += ", " }
    text += name
    length += name.utf16.count + 2
  }
}

extension SourceDescription {
  /// The title of a stored description.
  public static func title(ofStored json: String) -> String {
    (try? SourceDescription(json: json))?.title ?? "Drawings"
  }
}
