import Testing

@testable import HTTP

@Suite struct HTTPDateTests {
  private func parse(_ text: String) -> Int64? {
    Array(text.utf8).withUnsafeBytes { HTTPDate.parse($0, now: 1_800_000_000) }
  }

  @Test(
    "all three forms of RFC 9110 are read",
    arguments: [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
  func forms(_ text: String) { #expect(parse(text) == 784_111_777) }

  @Test(
    "what is written is read",
    arguments: [0, 951_782_400, 1_709_164_800, 1_800_000_000, 253_402_300_799])
  func roundTrip(_ seconds: Int64) { #expect(parse(HTTPDate.text(seconds)) == seconds) }

  @Test(
    "anything else is no date",
    arguments: [
      "", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 25:49:37 GMT",
      "Sun, 32 Nov 1994 08:49:37 GMT", "Thu, 31 Nov 1994 08:49:37 GMT",
      "Tue, 29 Feb 1994 08:49:37 GMT", "Sun Nov 31 08:49:37 1994",
      "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "99999999999999999999",
    ])
  func malformed(_ text: String) { #expect(parse(text) == nil) }
}
