import Foundation
import Testing

@testable import isoscan

@Suite("signed URLs")
struct URLSignerTests {
  private let signer = URLSigner(key: Array("key".utf8), lifetime: 60) {
    Date(timeIntervalSince1970: 1_000)
  }

  private func verify(_ url: String, at time: Double = 1_000) -> URLSigner.Verdict {
    let signer = URLSigner(key: Array("key".utf8), lifetime: 60) {
      Date(timeIntervalSince1970: time)
    }
    let parts = url.split(separator: "?", maxSplits: 1)
    var items: [String: String] = [:]
    for pair in parts[1].split(separator: "&") {
      let item = pair.split(separator: "=", maxSplits: 1)
      items[String(item[0])] = String(item[1])
    }
    return signer.verify(
      String(parts[0]), expires: items["expires"], signature: items["signature"])
  }

  @Test("a URL holds until its time is over")
  func time() {
    let url = signer.sign("/reports/a.xlsx")
    #expect(verify(url) == .valid)
    #expect(verify(url, at: 1_060) == .valid)
    #expect(verify(url, at: 1_061) == .expired)
  }

  @Test("another path, time or signature is wrong")
  func wrong() {
    let url = signer.sign("/reports/a.xlsx")
    #expect(verify(url.replacing("a.xlsx", with: "b.xlsx")) == .wrong)
    #expect(verify(url.replacing("expires=1060", with: "expires=9999")) == .wrong)
    #expect(verify(String(url.dropLast(4))) == .wrong)
    #expect(signer.verify("/reports/a.xlsx", expires: nil, signature: nil) == .missing)
  }

  @Test("a path's segment is encoded whole")
  func encoding() {
    #expect(Links.encoded("a b/ü?.pdf") == "a%20b%2F%C3%BC%3F.pdf")
  }
}
