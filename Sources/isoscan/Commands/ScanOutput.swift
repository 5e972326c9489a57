import Spreadsheets
import Store
import Synchronization

/// One drawing's outcome, with codes by name.
struct ScanRow: Sendable {
  var name: String
  var path: String
  var status: String
  var codes: [String]
  var places: [(code: String, place: Place)]
  var near: [(code: String, hit: NearHit)]
  var pages: Int
  var seconds: Double
  var problem: String?

  init(_ row: ResultRow, _ names: [String], _ path: String) {
    name = row.name
    self.path = path
    status = row.status
    codes = row.result.codes.map { names[$0] }
    places = row.result.places.map { (names[$0.code], $0) }
    near = row.result.near.map { (names[$0.place.code], $0) }
    pages = row.result.pages
    seconds = row.result.seconds
    problem = row.result.message
  }
}

/// What `scan` prints on stdout.
protocol ScanOutput: Sendable {
  /// One drawing is done.
  func drawing(_ row: ScanRow) throws(OutputError)
  /// All are done.
  func end() throws(OutputError)
}

/// The forms that `--format` names.
enum ScanOutputs {
  static func make(_ format: String) -> any ScanOutput {
    switch format {
    case "jsonl": JSONLinesOutput()
    case "csv": CSVOutput()
    default: TableOutput()
    }
  }
}

/// One JSON object a drawing, at once.
struct JSONLinesOutput: ScanOutput {
  func drawing(_ row: ScanRow) throws(OutputError) {
    let codes = row.codes.map(JSONText.string).joined(separator: ",")
    let matches = row.places.map { "{\(Self.fields($0.code, $0.place))}" }
    let near = row.near.map {
      "{\(Self.fields($0.code, $0.hit.place)),\"reason\":\"\($0.hit.reason.word)\"}"
    }
    var line = "{\"file_name\":\(JSONText.string(row.name)),\"path\":\(JSONText.string(row.path)),"
    line += "\"status\":\(JSONText.string(row.status)),\"hole_codes\":[\(codes)],"
    line += "\"matches\":[\(matches.joined(separator: ","))],"
    line += "\"near\":[\(near.joined(separator: ","))],\"pages\":\(row.pages),"
    line += "\"seconds\":\((row.seconds * 1e6).rounded() / 1e6)"
    if let problem = row.problem { line += ",\"problem\":\(JSONText.string(problem))" }
    try Terminal.output(line + "}\n")
  }

  private static func fields(_ code: String, _ place: Place) -> String {
    let box = [place.x0, place.y0, place.x1, place.y1]
      .map { String((Double($0) * 100).rounded() / 100) }.joined(separator: ",")
    var text = "\"code\":\(JSONText.string(code)),\"page\":\(place.page),"
    text += "\"text\":\(JSONText.string(place.text)),\"bbox\":[\(box)]"
    if place.kind != .text { text += ",\"kind\":\"\(place.kind.rawValue)\"" }
    if let confidence = place.confidence { text += ",\"confidence\":\(confidence)" }
    return text
  }

  func end() {}
}

/// A row for every drawing, at once.
final class CSVOutput: ScanOutput {
  private static let header = [
    "file_name", "path", "status", "hole_codes", "pages", "seconds", "problem", "near",
  ]

  private let writer = CSVWriter(lineEnd: "\n")
  private let hasHeader = Mutex(false)

  func drawing(_ row: ScanRow) throws(OutputError) {
    try writeHeader()
    try write([
      row.name, row.path, row.status, row.codes.joined(separator: ", "), String(row.pages),
      String((row.seconds * 1e6).rounded() / 1e6), row.problem ?? "",
      row.near.map(\.code).joined(separator: ", "),
    ])
  }

  func end() throws(OutputError) { try writeHeader() }

  private func writeHeader() throws(OutputError) {
    let isFirst = hasHeader.withLock { flag -> Bool in
      defer { flag = true }
      return !flag
    }
    if isFirst { try write(Self.header) }
  }

  private func write(_ fields: [String]) throws(OutputError) {
    var bytes: [UInt8] = []
    writer.append(fields, to: &bytes)
    try Terminal.output(String(decoding: bytes, as: UTF8.self))
  }
}

/// The drawings that hold codes or are problems, in columns, once all are done.
final class TableOutput: ScanOutput {
  private let state = Mutex((rows: [ScanRow](), drawings: 0, matched: 0, near: 0))

  func drawing(_ row: ScanRow) {
    state.withLock { state in
      state.drawings += 1
      if !row.codes.isEmpty { state.matched += 1 }
      if !row.near.isEmpty { state.near += 1 }
      if !row.codes.isEmpty || !row.near.isEmpty || row.problem != nil { state.rows.append(row) }
    }
  }

  func end() throws(OutputError) {
    let (rows, drawings, matched, near) = state.withLock { $0 }
    let sorted = rows.sorted { $0.name < $1.name }
    let width = min(60, max(9, sorted.map(\.name.count).max() ?? 0))
    if !sorted.isEmpty { try Self.print("FILE NAME", "STATUS", "HOLE CODES", width) }
    for row in sorted {
      try Self.print(row.name, row.status, Self.codes(of: row), width)
    }
    let also = near > 0 ? " Near hits in \(near)." : ""
    if drawings > 0 { Terminal.note("Codes in \(matched) of \(drawings) drawings.\(also)\n") }
  }

  /// The codes found, and in brackets what else there is to know.
  private static func codes(of row: ScanRow) -> String {
    let near = row.near.isEmpty ? nil : "near: " + row.near.map(\.code).joined(separator: ", ")
    let notes = [near, row.problem].compactMap { $0 }.joined(separator: "; ")
    if row.codes.isEmpty { return notes }
    return row.codes.joined(separator: ", ") + (notes.isEmpty ? "" : " (\(notes))")
  }

  private static func print(
    _ name: String, _ status: String, _ codes: String, _ width: Int
  ) throws(OutputError) {
    try Terminal.output(padded(name, width) + "  " + padded(status, 11) + "  " + codes + "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
