import Foundation
import Spreadsheets

/// What the system said about a file: Foundation's own words hide it ("the file doesn't exist",
/// of a folder that may not be written).
enum SystemReason {
  /// The text of `errno`, where the error comes from one; else the error's own.
  static func text(of error: any Error) -> String {
    if case .system(_, _, let code) = error as? WorkbookError { return text(of: code) }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    let cause = (underlying ?? error) as NSError
    guard cause.domain == NSPOSIXErrorDomain, let code = Int32(exactly: cause.code) else {
      return "\(error)"
    }
    return text(of: code)
  }

  static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}
