import Pipeline
import Testing

@testable import isoscan

@Suite("clients' messages")
struct ClientMessageTests {
  private func failure(_ text: String) -> Failure? {
    do {
      _ = try ClientMessage.decode(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test("a scan request is decoded, empty fields as if they weren't there")
  func startScan() throws {
    let text = """
      {"action":"start_scan","folder":"iso","token":"","target_hole_codes":["A"],
       "match":{"mode":"token"},"extra":1}
      """
    guard case .startScan(let request) = try ClientMessage.decode(Array(text.utf8)) else {
      Issue.record("not a scan")
      return
    }
    #expect(request.folder == "iso")
    #expect(request.token == nil)
    #expect(request.codes == ["A"])
    #expect(request.mode == .token)
  }

  @Test(
    "bad input has a code, and names the field",
    arguments: [
      (#"{"action":"ping",}"#, .badJSON, "comma at byte 17"),
      (#"{"action":"ping","x":[1,]}"#, .badJSON, "comma"),
      (#"{"action":"ping","action":"fly"}"#, .badJSON, "\"action\" a second time"),
      (#"{"action":"ping","\u0061ction":"fly"}"#, .badJSON, "a second time"),
      (#"{"action":"ping"}x"#, .badJSON, "follows"),
      (#"{"action":"ping" "x":1}"#, .badJSON, "comma"),
      (#"{"action":"ping","x":01}"#, .badJSON, "comma"),
      (#"{"action":"ping","x":+1}"#, .badJSON, "not valid"),
      (#"{"action":"ping","x":.5}"#, .badJSON, "not valid"),
      (#"{"action":"ping","x":NaN}"#, .badJSON, "not valid"),
      (#"{"action":"ping""#, .badJSON, "not valid"), (#"{"action":"pi"#, .badJSON, "without end"),
      (#"{'action':'ping'}"#, .badJSON, "no name"),
      ("{\"action\":\"a\u{1}\"}", .badJSON, "control"),
      (String(repeating: "[", count: 100_000), .badJSON, "64 levels"), ("", .badJSON, "not valid"),
      ("nonsense", Failure.Code.badJSON, "not valid JSON"), ("[1]", .badJSON, "object"),
      ("3", .badJSON, "object"), (#"{"action":"fly"}"#, .unknownAction, "fly"),
      ("{}", .unknownAction, "missing"), (#"{"action":1}"#, .badRequest, "action"),
      (#"{"action":"reconnect"}"#, .badRequest, "session_id"),
      (
        #"{"action":"start_scan","target_hole_codes":"A"}"#, .badRequest, "target_hole_codes"
      ),
      (
        #"{"action":"start_scan","target_hole_codes":["A",1]}"#, .badRequest,
        "target_hole_codes[1]"
      ),
      (#"{"action":"start_scan","match":{"mode":"x"}}"#, .badRequest, "match.mode"),
      (#"{"action":"start_scan","folder":5}"#, .badRequest, "folder"),
    ])
  func refused(text: String, code: Failure.Code, part: String) throws {
    let failure = try #require(self.failure(text) as Failure?)
    #expect(failure.code == code)
    #expect(failure.message.contains(part), "\(failure.message)")
  }

  @Test(
    "what RFC 8259 allows is taken",
    arguments: [
      #" { "action" : "ping" , "x" : [ ] , "y" : { } } "#,
      #"{"x":[{"a":1},{"a":1}],"action":"ping"}"#,
      #"{"action":"ping","x":-0.5e+10,"y":1E9,"z":[true,false,null,0]}"#,
      #"{"action":"\u0070ing","x":"\"\\\/é"}"#,
    ])
  func allowed(text: String) throws {
    #expect(try ClientMessage.decode(Array(text.utf8)) == .ping)
  }
}
