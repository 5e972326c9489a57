import Dispatch
import Extraction
import FileSources
import Foundation
import Recognition

/// Reads whole documents for the `extract` command.
struct DocumentReader {
  struct Failure: Error {
    var kind: String
    var message: String
  }

  /// Longest file, in bytes: that of `workers.max_file_bytes` by default.
  private static let sizeLimit = 268_435_456
  /// Longest time for one document, in seconds: that of `workers.file_timeout_s` by default.
  private static let timeout = 30.0

  private var extractor: Extractor
  private let plan: RecognitionPlan
  private let cancellation: Cancellation
  private let signals: SignalEnding

  init(
    limits: Limits, plan: RecognitionPlan, _ cancellation: Cancellation, _ signals: SignalEnding
  ) {
    extractor = Extractor(limits: limits)
    self.plan = plan
    self.cancellation = cancellation
    self.signals = signals
  }

  /// Reads one document; what `detailed` says is asked for by ``ExtractedDocument/json(path:)``.
  mutating func read(_ path: String, detailed: Bool = false) throws -> ExtractedDocument {
    let bytes = try contents(path)
    extractor.recognizer = plan.recognizer(cancellation)
    let name = (path as NSString).lastPathComponent
    let deadline = Deadline(seconds: Self.timeout) { DispatchTime.now().uptimeNanoseconds }
    var document = ExtractedDocument(isDetailed: detailed)
    let outcome = bytes.withUnsafeBytes { raw -> Result<Summary, ExtractionError> in
      do throws(ExtractionError) {
        return .success(
          try extractor.extract(raw, name: name, deadline: deadline) { document.add($0) })
      } catch {
        return .failure(error)
      }
    }
    signals.goOn()
    switch outcome {
    case .success(let summary):
      document.format = summary.format.rawValue
      document.unrecognized = summary.recognition?.failure
    case .failure(let error): throw Failure(kind: error.kind, message: error.message)
    }
    return document
  }

  private func contents(_ path: String) throws(Failure) -> [UInt8] {
    do {
      let source = try PathsSource([path], extensions: [])
      var items: [SourceItem] = []
      _ = try source.list { items += $0 }
      guard let item = items.first, !isFolder(path) else {
        throw Failure(kind: "unreadable", message: "not a file")
      }
      return try source.read(item, limit: Self.sizeLimit)
    } catch SourceError.tooLarge(let size) {
      throw Failure(kind: "too_large", message: "\(size) bytes are more than \(Self.sizeLimit)")
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(kind: "unreadable", message: "\(error)")
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var folder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &folder) && folder.boolValue
  }
}

/// The pages of one document, as text and as JSON.
struct ExtractedDocument {
  /// Whether pages are kept with their runs, for JSON.
  let isDetailed: Bool
  var format = ""
  /// Why text recognition failed on a page.
  var unrecognized: String?
  /// The text of all pages, a line a run and an empty line between pages, in UTF-8.
  private(set) var utf8: [UInt8] = []
  private var pageCount = 0
  private var pages: [String] = []

  private static let newline = UInt8(ascii: "\n")

  init(isDetailed: Bool) { self.isDetailed = isDetailed }

  var text: String { String(decoding: utf8, as: UTF8.self) }

  mutating func add(_ page: borrowing Page) {
    if pageCount > 0 { utf8.append(Self.newline) }
    pageCount += 1
    for run in page.runs {
      if let last = utf8.last, last != Self.newline { utf8.append(Self.newline) }
      for scalar in page.scalars[run.range] { append(scalar) }
    }
    if isDetailed { addDetails(page) }
  }

  private mutating func append(_ value: UInt32) {
    if value < 0x80 {
      utf8.append(UInt8(truncatingIfNeeded: value))
    } else if let scalar = Unicode.Scalar(value), let bytes = UTF8.encode(scalar) {
      utf8.append(contentsOf: bytes)
    }
  }

  private mutating func addDetails(_ page: borrowing Page) {
    var runs: [String] = []
    for run in page.runs { runs.append(Self.json(page.text(of: run.range), run, page)) }
    pages.append(
      "{\"page\":\(page.number),\"width\":\(Self.number(page.width)),"
        + "\"height\":\(Self.number(page.height)),\"verdict\":\"\(page.verdict.rawValue)\","
        + "\"runs\":[\(runs.joined(separator: ","))]}")
  }

  func json(path: String) -> String {
    "{\"path\":\(JSONText.string(path)),\"format\":\"\(format)\","
      + "\"pages\":[\(pages.joined(separator: ","))]}"
  }

  private static func json(_ text: String, _ run: Page.Run, _ page: borrowing Page) -> String {
    let box = page.bounds(of: run.range, in: run)
    let edges = [box.x0, box.y0, box.x1, box.y1].map { number(Double($0)) }.joined(separator: ",")
    let confidence = run.confidence.map { ",\"confidence\":\($0)" } ?? ""
    return "{\"text\":\(JSONText.string(text)),\"bbox\":[\(edges)],"
      + "\"angle\":\(number(page.angle(of: run))),\"kind\":\"\(run.kind.rawValue)\","
      + "\"visible\":\(run.visible)\(confidence)}"
  }

  /// A number with at most two decimals.
  private static func number(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    guard rounded.isFinite else { return "0" }
    return rounded == rounded.rounded() && abs(rounded) < 1e15
      ? String(Int(rounded)) : String(rounded)
  }
}
