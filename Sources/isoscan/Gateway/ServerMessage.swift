import Foundation

/// The messages to clients (contract section 3), in their JSON form.
enum ServerMessage {
  struct Started: Encodable {
    let type = "STARTED"
    var message: String
    var session_id: String
    var total_files: Int
    var listing: Bool?
    var demo: Bool?
    var timestamp: String
  }

  struct Progress: Encodable {
    let type = "PROGRESS"
    var session_id: String
    /// Whole percent, rounded down.
    var value: Int
    var processed: Int
    var total: Int
    var listing: Bool?
    var file_name: String
    /// Told when a paused scan goes on.
    var status: String?
    /// Drawings on which a code nearly stands, once there are some.
    var total_near: Int?
  }

  /// One place where a code stands.
  struct Match: Codable, Equatable {
    var code: String
    var page: Int
    var text: String
    /// [x0, y0, x1, y1] in points from the top left of the page as displayed.
    var bbox: [Double]
    /// `annotation`, `form`, `attachment` or `ocr`; left out for the text of the sheet itself.
    var kind: String?
    /// How sure text recognition is, from 0 to 100.
    var confidence: Int?
  }

  /// One code that nearly stands on a drawing.
  struct Near: Encodable {
    var code: String
    var page: Int
    /// A line's end is a line feed.
    var text: String
    var bbox: [Double]
    var kind: String?
    var confidence: Int?
    /// `blank_inside`, `line_end` or `look_alike`.
    var reason: String
  }

  /// A drawing's result, in MATCH_FOUND, SYNC_STATE and the results' pages.
  struct Row: Encodable {
    var number: Int
    var hole_code: String
    var hole_codes: [String]
    var file_name: String
    var status: String
    /// Why the drawing, or some of its pages, could not be read.
    var problem: String?
    var pdf_link: String
    var page: Int?
    var pages: Int?
    /// Left out of SYNC_STATE, which may hold 1,000 rows.
    var matches: [Match]?
    /// Left out where there are none.
    var near: [Near]?
    var timestamp: String
  }

  struct MatchFound: Encodable {
    let type = "MATCH_FOUND"
    var session_id: String
    var data: Row
  }

  struct Complete: Encodable {
    let type = "COMPLETE"
    var session_id: String
    var status: String
    var download_url: String
    var total_matches: Int
    var total_processed: Int
    var total_problems: Int
    /// Drawings whose text came from the cache.
    var from_cache: Int
    /// Drawings on which a code nearly stands.
    var total_near: Int
    var message: String
  }

  struct Failed: Encodable {
    let type = "ERROR"
    var code: String
    var message: String
    var session_id: String?
    /// PAUSED or FAILED, where that is what happened to the session.
    var status: String?
    var requestId: String
    var connectionId: String?
  }

  struct ReportUpdated: Encodable {
    let type = "REPORT_UPDATED"
    var session_id: String
    var download_url: String
  }

  /// Without its `results`: ``encode(_:results:)`` adds them.
  struct SyncState: Encodable {
    let type = "SYNC_STATE"
    var session_id: String
    var status: String
    var reason: String?
    var total_files: Int
    var listing: Bool
    var processed_count: Int
    /// Whole percent, rounded down.
    var progress: Int
    var total_matches: Int
    var total_problems: Int
    var from_cache: Int
    var total_near: Int
    var results_total: Int
    var next_cursor: String?
    var download_url: String?
    var drive_link: String?
    var demo: Bool
    var message: String
    var timestamp: String
  }

  /// The message's JSON text.
  static func encode(_ message: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    guard let data = try? encoder.encode(message) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
