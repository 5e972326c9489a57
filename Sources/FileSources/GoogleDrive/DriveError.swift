/// Why Drive did not give what it was asked for.
enum DriveError: Error, Sendable, Equatable {
  /// The credentials are not accepted, and there are no others: why.
  case unauthorized(String)
  /// Drive's final no: the status, its reason word, and its own message.
  case refused(status: Int, reason: String, message: String)
  /// It did not work after many tries: the last reason.
  case unavailable(String)
  /// The answer is longer than the limit in bytes.
  case tooLong(Int)
  /// The process is stopping.
  case interrupted
}

extension DriveError {
  /// What reading `name` came to.
  func reading(_ name: String) -> SourceError {
    switch self {
    case .unauthorized(let reason): .unauthorized(reason)
    case .refused(404, _, _): .refused("\(name): it is gone, or not shared with these credentials")
    case .refused(_, "exportSizeLimitExceeded", _):
      .refused("\(name): it is larger than what Drive exports (\(DriveExport.limit) bytes)")
    case .refused(let status, _, let message):
      .refused("\(name): Google Drive says \(status) \(message)")
    case .unavailable(let reason): .unreadable("\(name): \(reason)")
    case .tooLong(let limit): .tooLarge(limit)
    case .interrupted: .interrupted
    }
  }
}
