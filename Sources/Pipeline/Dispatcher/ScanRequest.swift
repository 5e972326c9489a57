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

  public init() {}
}
