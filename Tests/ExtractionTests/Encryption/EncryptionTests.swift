import Foundation
import Testing

@testable import Extraction

/// What can be read of a sample with a list of passwords.
private func read(_ base64: String, passwords: [String]) throws -> [String] {
  let bytes = [UInt8](try #require(Data(base64Encoded: base64)))
  var limits = Limits.noRepairs
  limits.passwords = passwords
  return try withDocument(bytes, limits: limits) { document in
    var found: [String] = []
    var buffer: [UInt8] = []
    try document.forEachPage { page throws(ExtractionError) in
      try document.contents(of: page, into: &buffer)
      found.append(String(decoding: buffer, as: UTF8.self))
      let note = document.string(page.dictionary, Name("Note")) ?? []
      found.append(String(decoding: note, as: UTF8.self))
    }
    return found
  }
}

struct EncryptionTests {
  @Test("each revision opens with either password", arguments: EncryptedSamples.all)
  func opens(_ sample: (name: String, base64: String)) throws {
    for password in ["user", "owner"] {
      let found = try read(sample.base64, passwords: ["wrong", password])
      #expect(
        found.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } == [
          "(HOLE-1) Tj", "HOLE-2",
        ], "\(sample.name) by the \(password)'s password")
    }
  }

  @Test("without its password a document is encrypted", arguments: EncryptedSamples.all)
  func refuses(_ sample: (name: String, base64: String)) throws {
    do {
      _ = try read(sample.base64, passwords: ["guess"])
      Issue.record("opened")
    } catch let error as ExtractionError {
      #expect(error.kind == "encrypted")
    }
  }

  @Test("an absurd encryption dictionary is refused, not trusted")
  func absurd() {
    let text = "(" + String(repeating: "x", count: 48) + ")"
    for entries in [
      "/Filter /Standard", "/Filter /Adobe.PubSec /V 4", "/V 99 /R 6 /O \(text) /U \(text)",
      "/V 1 /R 2 /O (short) /U (short)",
      "/V 5 /R 6 /O \(text) /U \(text) /OE () /UE () /CF << /A << /CFM /AESV3 >> >> /StmF /A",
      "/V 4 /R 4 /O \(text) /U \(text) /P 99999999999 /CF << /A 1 /StdCF << /CFM /AESV2 >> >> /StmF /StdCF",
      "/V 2 /Length -8 /R 3 /O \(text) /U \(text)",
    ] {
      var pdf = PDFBuilder()
      pdf.addPage("")
      pdf.trailerExtras = "/Encrypt << \(entries) >>"
      #expect(throws: ExtractionError.self, "\(entries)") { try contents(pdf.build()) }
    }
  }

  @Test("a document of which only attachments are enciphered is read")
  func identity() throws {
    var pdf = PDFBuilder()
    pdf.addPage(content: "(x) Tj")
    pdf.trailerExtras = "/Encrypt << /Filter /Standard /V 4 /R 4 /StmF /Identity /StrF /Identity >>"
    #expect(try contents(pdf.build(), limits: .noRepairs) == ["(x) Tj"])
  }
}
