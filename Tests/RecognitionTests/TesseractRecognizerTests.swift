import Extraction
import Foundation
import Testing

@testable import Recognition

/// Scripts stand for the programs: what they do wrong harms nobody.
@Suite("text recognition with scripted programs")
struct TesseractRecognizerTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder(in: NSTemporaryDirectory()) }

  /// A page of 40 by 20 pixels with two letters.
  private static let drawing = """
    printf 'P5\\n400 200\\n255\\n'
    awk 'BEGIN { for (y = 0; y < 200; y++) { row = ""; for (x = 0; x < 400; x++) \
      row = row (y >= 100 && y < 120 && (x >= 50 && x < 60 || x >= 65 && x < 75) ? "!" : "~"); \
      printf "%s", row } }'
    """
  private static let table = "printf '5\\t1\\t1\\t1\\t1\\t1\\t20\\t20\\t40\\t20\\t91\\tHC-1\\n'"

  private func script(_ name: String, _ text: String) throws -> String {
    let path = folder.file(name)
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o700)
    return path
  }

  private func recognize(
    pdftoppm: String = drawing, tesseract: String = table, seconds: Int = 60, pages: Int = 1,
    _ cancellation: Cancellation = Cancellation()
  ) throws -> (outcomes: [RecognitionOutcome], page: Page) {
    let programs = Programs(
      tesseract: try script("tesseract", tesseract), pdftoppm: try script("pdftoppm", pdftoppm),
      version: "1")
    let settings = RecognitionSettings(
      programs: programs, pageTimeout: seconds, maxPages: 1, maxMegapixels: 1)
    let base = folder.file("ocr")
    let recognizer = TesseractRecognizer(settings, folder: base, cancellation)
    var page = Page()
    page.reset(number: 1, width: 96, height: 48)
    let outcomes = try [UInt8]("%PDF".utf8).withUnsafeBytes { bytes in
      let document = recognizer.begin(bytes)
      defer { document.end() }
      return try (0..<pages).map { try document.recognize(&page, number: $0 + 1) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: base).isEmpty, "nothing is left")
    return (outcomes, page)
  }

  @Test("words become runs in points, with their confidence")
  func runs() throws {
    let (outcomes, page) = try recognize()
    #expect(outcomes == [.read])
    let run = try #require(page.runs.first)
    #expect(page.runs.count == 1)
    #expect(page.text(of: run.range) == "HC-1")
    #expect(run.kind == .ocr && run.confidence == 91 && page.angle(of: run) == 0)
    let box = page.bounds(of: run.range, in: run)
    #expect(abs(box.x0 - 12) < 3 && abs(box.y0 - 24) < 3)
  }

  @Test("pages beyond the limit are told")
  func limit() throws {
    #expect(try recognize(pages: 2).outcomes == [.read, .overLimit(1)])
  }

  @Test(
    "a program that crashes, or prints rubbish, leaves the page as it was",
    arguments: [
      ("exit 1", table, "pdftoppm ended with status 1"), ("kill -SEGV $$", table, "signal 11"),
      ("head -c 5000 /dev/urandom", table, "pdftoppm gave no image"),
      ("cat /dev/zero", table, "File size limit exceeded"),
      ("printf 'P5\\n99999 99999\\n255\\n'", table, "pdftoppm gave no image"),
      (drawing, "echo no language >&2; exit 1", "tesseract ended with status 1: no language"),
      (drawing, "kill -KILL $$", "tesseract was ended by signal 9"),
      (drawing, "cat /dev/zero", "File size limit exceeded"),
    ])
  func failures(pdftoppm: String, tesseract: String, reason: String) throws {
    let (outcomes, page) = try recognize(pdftoppm: pdftoppm, tesseract: tesseract)
    guard case .failed(let told)? = outcomes.first else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(told.contains(reason))
    #expect(page.runs.isEmpty)
  }

  @Test("rubbish in place of a table is no text")
  func rubbish() throws {
    let (outcomes, page) = try recognize(tesseract: "head -c 50000 /dev/urandom")
    #expect(outcomes == [.read])
    #expect(page.runs.isEmpty)
  }

  @Test("a program that hangs takes a page's time and no more", arguments: [true, false])
  func hangs(isDrawing: Bool) throws {
    let hanging = "sleep 1000"
    let outcomes = try recognize(
      pdftoppm: isDrawing ? hanging : Self.drawing, tesseract: hanging, seconds: 1
    ).outcomes
    #expect(outcomes == [.failed("it took more than 1 seconds (ocr.page_timeout_s)")])
  }

  @Test("a cancel ends the reading of the document")
  func cancel() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: ExtractionError.self) { try recognize(cancellation) }
  }

  @Test("the programs are looked for in PATH")
  func search() throws {
    #expect(Programs.find(in: folder.path) == nil)
    _ = try script("tesseract", "")
    #expect(Programs.find(in: folder.path) == nil)
    _ = try script("pdftoppm", "")
    #expect(Programs.find(in: "/nonexistent:\(folder.path)")?.tesseract == folder.file("tesseract"))
    #expect(Programs.find(in: ".") == nil)
  }
}
