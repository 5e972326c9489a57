import Pipeline
import Testing

@testable import isoscan

@Suite("API Gateway's error frames")
struct CloudErrorTests {
  @Test("a message without a route is forbidden, whatever is wrong with it")
  func unrouted() {
    for code in [Failure.Code.badJSON, .badRequest, .unknownAction] {
      #expect(CloudError.message(of: Failure(code, ""), isRouted: false) == "Forbidden")
    }
  }

  @Test("behind a route the application answers, but for what broke")
  func routed() {
    for code in Failure.Code.allCases where code != .internalError {
      #expect(CloudError.message(of: Failure(code, ""), isRouted: true) == nil)
    }
    let broken = Failure(.internalError, "Internal error.")
    #expect(CloudError.message(of: broken, isRouted: true) == "Internal server error")
  }
}

@Suite("connection ids")
struct ConnectionIDTests {
  @Test("an id is base64url of 12 bytes", arguments: ["AAAAAAAAAAAAAAAA", "-_09azAZ-_09azAZ"])
  func valid(id: String) { #expect(ManagementRoutes.isConnectionID(id)) }

  @Test(
    "anything else is malformed",
    arguments: ["", "AAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA=", "éééééééé"])
  func malformed(id: String) { #expect(!ManagementRoutes.isConnectionID(id)) }
}
