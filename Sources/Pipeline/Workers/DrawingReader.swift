import Extraction
import FileSources
import Foundation
import Matching
import Recognition
import Store

/// Reads one drawing after another: fetch, extract, match each page while it is hot.
///
/// One a worker: it keeps its buffers. Where there is a cache, a drawing whose text is in it is not
/// opened, if its source can tell the content, and in any case not extracted.
struct DrawingReader: ~Copyable {
  private let settings: WorkerSettings
  private let clock: Clock
  private var extractor: Extractor
  private var scratch = Matcher.Scratch()
  private var cached: CachedReading?

  init(settings: WorkerSettings, clock: Clock, cache: TextCache? = nil) {
    self.settings = settings
    self.clock = clock
    extractor = Extractor(limits: settings.limits)
    cached = cache.map { CachedReading($0, settings: settings) }
  }

  /// The result from the cache, where the source tells the content without opening the drawing: if
  /// that is still what was listed.
  mutating func recall(_ item: SourceItem, _ context: SessionContext) -> DrawingResult? {
    let start = clock.monotonic()
    guard let key = cached?.key(of: item, in: context.source), context.source.isAsListed(item),
      let result = recall(key, context.matcher)
    else { return nil }
    return timed(result, since: start)
  }

  /// Reads a drawing that ``recall(_:_:)`` does not know.
  ///
  /// What goes wrong with the drawing is a verdict with a message.
  /// - Parameter cancellation: ends text recognition.
  /// - Throws: what is not the drawing's fault: ``SourceError/outOfDescriptors(_:)``,
  ///   ``SourceError/unauthorized(_:)`` and ``SourceError/interrupted``.
  mutating func read(
    _ item: SourceItem, _ context: SessionContext, _ cancellation: Cancellation = Cancellation()
  ) throws(SourceError) -> DrawingResult {
    let start = clock.monotonic()
    if item.name.hasSuffix("/") { return unlistedFolder }
    extractor.recognizer = settings.recognition.recognizer(cancellation)
    defer { extractor.recognizer = nil }
    return timed(try find(item, context), since: start)
  }

  private func timed(_ result: DrawingResult, since start: UInt64) -> DrawingResult {
    var result = result
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

  /// Has the source fetch what is read soon.
  func prepare(_ items: [SourceItem], _ context: SessionContext) {
    context.source.prepare(
      items.filter { !$0.name.hasSuffix("/") }, limit: settings.maxFileBytes)
  }

  private mutating func find(
    _ item: SourceItem, _ context: SessionContext
  ) throws(SourceError) -> DrawingResult {
    var key = cached?.key(of: item, in: context.source)
    do throws(SourceError) {
      let bytes = try context.source.read(item, limit: settings.maxFileBytes)
      // What was read is another content than was listed, and must not be kept for that.
      if key != nil, !context.source.isAsListed(item) { key = nil }
      if key == nil {
        key = cached?.key(of: bytes, name: item.name)
        if let key, let result = recall(key, context.matcher) { return result }
      }
      return try extract(bytes, item.name, context.matcher, key)
    } catch {
      switch error {
      case .unauthorized, .interrupted, .outOfDescriptors: throw error
      default: return problem(error)
      }
    }
  }

  // MARK: From the cache

  private mutating func recall(_ key: CacheKey, _ matcher: Matcher) -> DrawingResult? {
    guard let (ending, findings, pages) = cached?.match(key, matcher, &scratch) else { return nil }
    var result = result(of: ending, findings, pages: pages)
    result.fromCache = true
    return result
  }

  // MARK: From the file

  /// - Parameter key: what the text is kept under; `nil`: it is not.
  private mutating func extract(
    _ bytes: [UInt8], _ name: String, _ matcher: Matcher, _ key: CacheKey?
  ) throws(SourceError) -> DrawingResult {
    let deadline = Deadline(seconds: Double(settings.fileTimeout), now: clock.monotonic)
    var findings = Findings()
    var pages = 0
    var ending: CachedEnding
    cached?.begin()
    do throws(ExtractionError) {
      let summary = try extractor.extract(bytes, name: name, deadline: deadline) { page in
        pages += 1
        findings.add(page, matcher, &scratch)
        cached?.add(page)
      }
      ending = .read(summary)
    } catch {
      if case .interrupted(let cause) = error, cause is RecognitionCancelled { throw .interrupted }
      ending = .refused(error)
    }
    if let key { cached?.keep(ending, key) }
    return result(of: ending, findings, pages: pages)
  }

  // MARK: Results

  private func result(
    of ending: CachedEnding, _ findings: Findings, pages: Int
  ) -> DrawingResult {
    var result: DrawingResult
    switch ending {
    case .read(let summary): result = self.result(of: summary)
    case .refused(let error):
      result = problem(error)
      result.pages = pages
    }
    result.codes = findings.sortedCodes
    result.places = findings.places
    result.near = findings.nearHits
    return result
  }

  private func result(of summary: Summary) -> DrawingResult {
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
    result.message = PageProblems(plan: settings.recognition).message(summary)
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
    case .refused(let text):
      DrawingResult(verdict: .unreadable, message: "Can't be read: \(text).", finishedAt: 0)
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
