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
      near: row.result.near.isEmpty ? nil : row.result.near.compactMap(near),
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
    return ServerMessage.Match(
      code: code, page: place.page, text: place.text, bbox: box(place), kind: kind(place),
      confidence: place.confidence)
  }

  private func near(_ hit: NearHit) -> ServerMessage.Near? {
    guard let code = name(hit.place.code) else { return nil }
    return ServerMessage.Near(
      code: code, page: hit.place.page, text: hit.place.text, bbox: box(hit.place),
      kind: kind(hit.place), confidence: hit.place.confidence, reason: hit.reason.word)
  }

  private func box(_ place: Place) -> [Double] {
    [place.x0, place.y0, place.x1, place.y1].map { (Double($0) * 100).rounded() / 100 }
  }

  private func kind(_ place: Place) -> String? {
    place.kind == .text ? nil : place.kind.rawValue
  }
}
