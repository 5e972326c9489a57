import Codec
import Testing

@testable import Extraction

private func mail(_ text: String) -> [UInt8] {
  Array(text.replacing("\n", with: "\r\n").utf8)
}

struct MailTests {
  @Test("headers with encoded words, and a quoted-printable body")
  func plain() throws {
    let reading = try Reading(
      mail(
        """
        From: a@example.org
        Subject: =?utf-8?B?R3LDtsOf?= =?iso-8859-1?Q?e_HOLE=2D1?=
        MIME-Version: 1.0
        Content-Type: text/plain; charset="iso-8859-1"
        Content-Transfer-Encoding: quoted-printable

        HO=
        LE-2 =F6
        next
        """))
    #expect(reading.format == .eml)
    #expect(reading.runs == ["a@example.org", "Gr\u{F6}\u{DF}e HOLE-1", "HOLE-2 \u{F6}", "next"])
  }

  @Test("what only begins like encoded words stays, and takes no longer than its length")
  func beginnings() {
    let value = String(repeating: "=?", count: 500_000) + "x =?a?q?B_C?= \t=?a?Q?D?="
    #expect(TransferEncoding.header(value).hasSuffix("=?x B CD"))
    let cut = "a =?u?b?QQ==?= b =?u?x?QQ==?= =?u?b?QQ==?"
    #expect(TransferEncoding.header(cut) == "a A b =?u?x?QQ==?= =?u?b?QQ==?")
  }

  @Test("the richest alternative is read once; attachments are documents of their own")
  func multipart() throws {
    let zip = try OfficeSample.zip([("in.txt", "ZIPPED-1")])
    let reading = try Reading(
      mail(
        """
        From: a@example.org
        To: b@example.org
        Content-Type: multipart/mixed; boundary=outer

        preamble
        --outer
        Content-Type: multipart/alternative; boundary="in ner"

        --in ner
        Content-Type: text/plain

        PLAIN
        --in ner
        Content-Type: text/html

        <p>RI<b>CH</b></p>
        --in ner--
        --outer
        Content-Type: application/octet-stream; name="a.zip"
        Content-Disposition: attachment; filename*=utf-8''a%20b.zip
        Content-Transfer-Encoding: base64

        \(Base64.encode(zip))
        --outer
        Content-Type: image/png
        Content-Disposition: attachment

        \0PNG
        --outer--
        epilogue
        """))
    #expect(reading.runs == ["a@example.org", "b@example.org", "RICH", "ZIPPED-1"])
    #expect(reading.kinds["ZIPPED-1"] == .attachment)
    #expect(reading.verdicts.last == .undecodable)
  }

  @Test("a letter that only speaks of headers is text")
  func text() throws {
    #expect(try Reading(Array("Subject: x\n\nhello".utf8)).format == .text)
    #expect(try Reading(Array("Date: x\nnot a header\nTo: y\n".utf8)).format == .text)
  }

  @Test("damaged base64 is stepped over")
  func base64() {
    #expect(TransferEncoding.base64(Array("SE9M\r\n!RS0x".utf8)[...]) == Array("HOLE-1".utf8))
    #expect(TransferEncoding.base64(Array("SE8=TEU=".utf8)[...]) == Array("HOLE".utf8))
  }
}
