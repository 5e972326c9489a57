import Foundation
import Testing

@testable import isoscan

@Suite("results' JSON")
struct ServerMessageTests {
  private typealias Message = ServerMessage

  /// Characters that JSON escapes, or that take several bytes.
  private static let odd = "a\"\\/\n\u{1}\u{7F}\u{2028}é\u{1F4D0}"

  private func row(_ text: String, isFull: Bool) -> Message.Row {
    let box = [0.5, 1, 2.25, 3]
    return Message.Row(
      number: 7, hole_code: text, hole_codes: isFull ? [text, "B"] : [], file_name: text,
      status: "2 Codes", problem: isFull ? text : nil, pdf_link: "http://h/a?b=c",
      page: isFull ? 3 : nil, pages: isFull ? 4 : nil,
      matches: isFull ? [Message.Match(code: text, page: 1, text: text, bbox: box)] : nil,
      near: isFull
        ? [Message.Near(code: text, page: 1, text: text, bbox: box, reason: "line_end")] : nil,
      timestamp: "2026-01-20T03:00:00.000Z")
  }

  private func object(_ json: some Sequence<UInt8>) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(json)) as? NSDictionary)
  }

  @Test(
    "a row made by hand says what the encoder says", arguments: ["HOLE-1", odd], [true, false])
  func same(text: String, isFull: Bool) throws {
    let row = row(text, isFull: isFull)
    var json: [UInt8] = []
    row.append(to: &json)
    #expect(try object(json) == object(Message.encode(row).utf8))
  }

  @Test("a SYNC_STATE holds its results in their order", arguments: [0, 1, 3])
  func results(count: Int) throws {
    let state = Message.SyncState(
      session_id: "s", status: "COMPLETE", total_files: 3, listing: false, processed_count: 3,
      progress: 100, total_matches: 3, total_problems: 0, from_cache: 0, total_near: 0,
      results_total: 3, demo: false, message: "", timestamp: "")
    let rows = (0..<count).map { row("r\($0)", isFull: false) }
    let found = try object(Message.encode(state, results: rows))
    #expect(found["type"] as? String == "SYNC_STATE" && found["results_total"] as? Int == 3)
    let names = (found["results"] as? [NSDictionary])?.map { $0["file_name"] as? String }
    #expect(names == rows.map(\.file_name))
  }
}
