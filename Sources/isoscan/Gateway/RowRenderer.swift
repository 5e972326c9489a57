import FileSources
import Pipeline
import Store

/// Renders results and sessions for clients: codes by name, links signed.
struct RowRenderer: Sendable {
  let session: String
  let facts: SessionFacts
  let links: Links
  let signer: URLSigner

  /// - Parameter places: whether every place of a code is told.
  func row(_ row: ResultRow, places: Bool = true) -> ServerMessage.Row {
    let names = row.result.codes.compactMap(name)
    return ServerMessage.Row(
      number: row.number, hole_code: names.joined(separator: ", "), hole_codes: names,
      file_name: row.name, status: row.status, problem: row.result.message,
      pdf_link: link(row),
      page: row.result.places.first?.page, pages: row.result.pages,
      matches: places ? row.result.places.compactMap(match) : nil,
      timestamp: Timestamp.text(milliseconds: row.result.finishedAt))
  }

  /// A drawing's page in Drive, or its signed URL here.
  private func link(_ row: ResultRow) -> String {
    facts.isDrive
      ? DriveSource.webLink(row.reference) ?? ""
      : links.drawing(session, row.number, row.name, signer)
  }

  private func name(_ code: Int) -> String? {
    facts.codes.indices.contains(code) ? facts.codes[code] : nil
  }

  private func match(_ place: Place) -> ServerMessage.Match? {
    guard let code = name(place.code) else { return nil }
    let edges = [place.x0, place.y0, place.x1, place.y1]
    return ServerMessage.Match(
      code: code, page: place.page, text: place.text,
      bbox: edges.map { (Double($0) * 100).rounded() / 100 },
      kind: place.kind == .text ? nil : place.kind.rawValue, confidence: place.confidence)
  }
}
