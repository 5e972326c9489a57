import Synchronization

@testable import FileSources

/// A transport whose answers a test scripts, and that keeps what was asked for.
final class ScriptedDrive: DriveTransport {
  private let asked = Mutex<[DriveRequest]>([])
  private let script: @Sendable (DriveRequest, Int) throws(DriveError) -> DriveAnswer

  /// - Parameter script: gets the request and how many came before it.
  init(_ script: @escaping @Sendable (DriveRequest, Int) throws(DriveError) -> DriveAnswer) {
    self.script = script
  }

  var requests: [DriveRequest] { asked.withLock { $0 } }

  func send(_ request: DriveRequest) throws(DriveError) -> DriveAnswer {
    let count = asked.withLock { asked in
      asked.append(request)
      return asked.count - 1
    }
    return try script(request, count)
  }

  func stop() {}

  static func json(_ text: String, status: Int = 200) -> DriveAnswer {
    DriveAnswer(status: status, retryAfter: nil, body: Array(text.utf8))
  }
}

extension DriveRequest {
  var token: String? { headers["Authorization"].map { String($0.dropFirst("Bearer ".count)) } }
}
