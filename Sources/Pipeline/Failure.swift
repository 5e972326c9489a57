/// What went wrong, for people: a code from a closed list and a message that says what to do.
///
/// Leaves throw their own typed errors; this is where they are translated. An unexpected error
/// is ``internalError(_:)`` to clients and whole in the log.
public struct Failure: Error, Equatable, Sendable {
  /// The `code` of ERROR messages and of HTTP error bodies.
  public enum Code: String, Sendable, CaseIterable {
    /// The text is not JSON, or no JSON object.
    case badJSON = "bad_json"
    /// A field is missing or of the wrong type.
    case badRequest = "bad_request"
    case unknownAction = "unknown_action"
    case noCodes = "no_codes"
    case codeTooLong = "code_too_long"
    /// `file_content` is no base64, or of no known or a broken format.
    case badFileContent = "bad_file_content"
    case badFolder = "bad_folder"
    case badDriveLink = "bad_drive_link"
    /// Google Drive's token is missing, malformed, or not accepted (any more).
    case driveAuth = "drive_auth"
    case unknownFolder = "unknown_folder"
    case unknownUpload = "unknown_upload"
    case unknownSession = "unknown_session"
    case noSource = "no_source"
    case noDrawings = "no_drawings"
    case unreadableSource = "unreadable_source"
    case badUpload = "bad_upload"
    case tooLarge = "too_large"
    case sessionEnded = "session_ended"
    case sessionRunning = "session_running"
    case storageFull = "storage_full"
    /// A part of the product that is not there yet.
    case notAvailable = "not_available"
    case badCursor = "bad_cursor"
    case notFound = "not_found"
    case forbidden
    case expired
    case internalError = "internal_error"
  }

  public var code: Code
  public var message: String
  /// What is logged and never sent; empty where the message says it all.
  public var detail: String

  public init(_ code: Code, _ message: String, detail: String = "") {
    self.code = code
    self.message = message
    self.detail = detail
  }

  /// Hides an unexpected error from clients.
  public static func internalError(_ error: any Error) -> Failure {
    Failure(.internalError, "Internal error.", detail: "\(error)")
  }

  /// `error` itself where it is for people already.
  public static func translate(_ error: any Error) -> Failure {
    (error as? Failure) ?? internalError(error)
  }
}
