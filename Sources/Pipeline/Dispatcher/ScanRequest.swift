import Codec
public import Matching

/// What `start_scan` and `POST /api/sessions` ask for, decoded but not yet judged.
public struct ScanRequest: Sendable, Equatable {
  public var driveLink: String?
  public var token: String?
  public var folder: String?
  public var uploadID: String?
  /// Base 64, or a `data:` URL of it.
  public var fileContent: String?
  public var codes: [String] = []
  /// `nil`: as configured.
  public var mode: MatchMode?
  /// The client's own name for the request: the same again within an hour is the same session.
  public var requestID: String?
  /// Drawings of a scan of higher priority are read first, those of equal ones in turn.
  public var priority = 0

  /// Highest priority, and its negative the lowest.
  public static let priorityLimit = 9

  public init() {}

  /// What makes two requests the same one: the client's own name for it and all that it asks for,
  /// as it came, so that nothing of that has to be there any more; but for the token, which ends.
  var identity: String? {
    guard let requestID else { return nil }
    var digest = SHA256()
    let asked =
      [driveLink, folder, uploadID, fileContent, mode?.rawValue, "\(priority)"] + codes
    for part in asked {
      // The length keeps two lists of parts apart whose texts joined are the same.
      let text = Array((part ?? "").utf8)
      digest.update(Array("\(part == nil ? -1 : text.count):".utf8) + text)
    }
    return Base64.encodeURL(digest.finalize()) + ":" + requestID
  }
}
