/// Sends requests again until they are answered: the budget, the backoff, and the limit of tries.
struct DriveExchange: Sendable {
  /// Tries of one request, and tries over a quota, which say nothing against the request itself.
  private static let tries = 8
  private static let quotaTries = 30
  /// Longest backoff in seconds ("truncated exponential backoff", API guide "Resolve errors").
  private static let longest = 32.0

  let transport: any DriveTransport
  let budget: DriveBudget

  /// - Returns: an answer that is no failure of the moment: success, 401, or a final no.
  func send(_ request: DriveRequest) throws(DriveError) -> (DriveAnswer, DriveMeaning) {
    var stumbles = 0
    var quotas = 0
    while true {
      let sentAt = try budget.begin()
      let answer: DriveAnswer
      do throws(DriveError) {
        answer = try transport.send(request)
      } catch {
        budget.end(error.isOfTheMoment ? .transient("") : nil, sentAt: sentAt)
        guard case .unavailable(let reason) = error else { throw error }
        try rest(&stumbles, reason)
        continue
      }
      let meaning = answer.meaning
      budget.end(meaning, sentAt: sentAt)
      switch meaning {
      case .success, .unauthorized, .refused: return (answer, meaning)
      case .transient(let reason): try rest(&stumbles, reason)
      case .slowDown:
        quotas += 1
        if quotas >= Self.quotaTries { throw .unavailable("over Google Drive's quota") }
      }
    }
  }

  private func rest(_ stumbles: inout Int, _ reason: String) throws(DriveError) {
    stumbles += 1
    if stumbles >= Self.tries { throw .unavailable("\(reason), \(stumbles) times") }
    let ceiling = min(Self.longest, 0.5 * Double(1 << (stumbles - 1)))
    try budget.rest(seconds: ceiling * .random(in: 0.5..<1))
  }
}

extension DriveError {
  fileprivate var isOfTheMoment: Bool {
    if case .unavailable = self { true } else { false }
  }
}
