import Extraction
import FileSources
import Foundation
import Matching
import Store

/// Reads one drawing after another: fetch, extract, match each page while it is hot.
///
/// One a worker: it keeps its buffers.
struct DrawingReader {
  private let settings: WorkerSettings
  private let clock: Clock
  private var extractor: Extractor
  private var scratch = Matcher.Scratch()

  init(settings: WorkerSettings, clock: Clock) {
    self.settings = settings
    self.clock = clock
    extractor = Extractor(limits: settings.limits)
  }

  /// Never throws: what goes wrong is a verdict with a message.
  mutating func read(_ item: SourceItem, _ context: SessionContext) -> DrawingResult {
    let start = clock.monotonic()
    if item.name.hasSuffix("/") { return unlistedFolder }
    var findings = Findings()
    var result: DrawingResult
    do throws(SourceError) {
      let bytes = try context.source.read(item, limit: settings.maxFileBytes)
      result = extract(bytes, item.name, context.matcher, &findings)
    } catch {
      result = problem(error)
    }
    result.codes = findings.sortedCodes
    result.places = findings.places
    result.seconds = Double(clock.monotonic() &- start) / 1e9
    result.finishedAt = clock.now()
    return result
  }

  /// A folder that the source could not list stands in for the drawings in it.
  private var unlistedFolder: DrawingResult {
    DrawingResult(
      verdict: .unreadable,
      message: "This folder can't be listed, so its drawings are not read: give the server's user "
        + "the right to, and scan again.", finishedAt: clock.now())
  }

  private mutating func extract(
    _ bytes: [UInt8], _ name: String, _ matcher: Matcher, _ findings: inout Findings
  ) -> DrawingResult {
    let deadline = Deadline(seconds: Double(settings.fileTimeout), now: clock.monotonic)
    var pages = 0
    do throws(ExtractionError) {
      let summary = try extract(bytes, name, deadline) { page, scratch in
        pages += 1
        findings.add(page, matcher, &scratch)
      }
      return Self.result(of: summary)
    } catch {
      var result = problem(error)
      result.pages = pages
      return result
    }
  }

  private mutating func extract(
    _ bytes: [UInt8], _ name: String, _ deadline: Deadline,
    _ body: (borrowing Page, inout Matcher.Scratch) -> Void
  ) throws(ExtractionError) -> Summary {
    var scratch = Matcher.Scratch()
    swap(&scratch, &self.scratch)
    defer { swap(&scratch, &self.scratch) }
    let outcome = bytes.withUnsafeBytes { raw -> Result<Summary, ExtractionError> in
      do throws(ExtractionError) {
        return .success(
          try extractor.extract(raw, name: name, deadline: deadline) { body($0, &scratch) })
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private static func result(of summary: Summary) -> DrawingResult {
    let unread = summary.unreadablePages
    var result = DrawingResult(
      verdict: .read, pages: summary.pages, unreadablePages: unread, finishedAt: 0)
    if unread.isEmpty {
      guard (summary.verdicts[.text] ?? 0) == 0 else { return result }
      if summary.pages == 0 {
        result.verdict = .unreadable
        result.message = "No page can be found: the file is damaged."
        return result
      }
      result.verdict = .noText
      result.message = "There is no text on any page."
      return result
    }
    // Codes on the other pages are kept; without any it is never taken for "No Match".
    let damaged = summary.verdicts[.damaged] ?? 0
    result.verdict = damaged == summary.pages ? .unreadable : .noText
    result.message = PageProblems.message(summary)
    return result
  }

  private func problem(_ error: ExtractionError) -> DrawingResult {
    let verdict: Store.Verdict =
      switch error {
      case .encrypted: .encrypted
      case .unreadable: .unreadable
      case .tooLarge: .tooLarge
      case .timedOut: .timedOut
      case .interrupted: .failed
      }
    return DrawingResult(verdict: verdict, message: Self.sentence(error.message), finishedAt: 0)
  }

  private func problem(_ error: SourceError) -> DrawingResult {
    switch error {
    case .tooLarge(let size):
      DrawingResult(
        verdict: .tooLarge,
        message: "The file has \(size) bytes; workers.max_file_bytes allows "
          + "\(settings.maxFileBytes).", finishedAt: 0)
    default:
      // Begins with words of its own: the error begins with the drawing's name, kept as it is.
      DrawingResult(verdict: .failed, message: "Can't be read: \(error).", finishedAt: 0)
    }
  }

  /// The text with a capital at its start and a full stop at its end.
  private static func sentence(_ text: String) -> String {
    let capitalized = text.prefix(1).uppercased() + text.dropFirst()
    return capitalized.hasSuffix(".") ? capitalized : capitalized + "."
  }
}
