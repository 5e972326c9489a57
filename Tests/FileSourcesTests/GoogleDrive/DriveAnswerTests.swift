import Testing

@testable import FileSources

@Suite("what Google's answers mean")
struct DriveAnswerTests {
  private func meaning(
    _ status: Int, _ reason: String? = nil, _ message: String = "m", retryAfter: String? = nil
  ) -> DriveMeaning {
    let errors = reason.map { "[{\"reason\":\"\($0)\"}]" } ?? "[]"
    let json = "{\"error\":{\"code\":\(status),\"message\":\"\(message)\",\"errors\":\(errors)}}"
    return DriveAnswer(status: status, retryAfter: retryAfter, body: Array(json.utf8)).meaning
  }

  @Test("quotas slow everybody down, failures of the moment only themselves, the rest is final")
  func meanings() {
    #expect(meaning(206) == .success)
    #expect(meaning(401, "authError") == .unauthorized)
    #expect(meaning(403, "userRateLimitExceeded") == .slowDown(seconds: nil))
    #expect(meaning(403, "rateLimitExceeded", retryAfter: "9") == .slowDown(seconds: 9))
    #expect(meaning(429, "rateLimitExceeded") == .slowDown(seconds: nil))
    #expect(meaning(503, "backendError", retryAfter: "2") == .slowDown(seconds: 2))
    #expect(meaning(429, nil, retryAfter: "1e9") == .slowDown(seconds: 300))
    #expect(meaning(429, nil, retryAfter: "soon") == .transient("Google Drive answers 429"))
    #expect(meaning(500, "backendError") == .transient("Google Drive answers 500"))
    #expect(
      meaning(403, "cannotDownloadFile", "This  file\\ncan't.")
        == .refused(reason: "cannotDownloadFile", message: "This file can't"))
    #expect(meaning(404, "notFound") == .refused(reason: "notFound", message: "m"))
    #expect(
      meaning(403, "dailyLimitExceeded") == .refused(reason: "dailyLimitExceeded", message: "m"))
  }

  @Test("a page of the front end is understood by its status")
  func frontEnd() {
    let page = DriveAnswer(status: 502, retryAfter: nil, body: Array("<html>".utf8))
    #expect(page.meaning == .transient("Google Drive answers 502"))
    let no = DriveAnswer(status: 400, retryAfter: nil, body: [0xFF])
    #expect(no.meaning == .refused(reason: "", message: ""))
  }
}
