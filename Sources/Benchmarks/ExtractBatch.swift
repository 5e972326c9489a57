import Dispatch
import Extraction
import Foundation

/// `extract-batch`: reads paths from stdin and prints a JSON line for each, as `isoscan extract --batch` does.
struct ExtractBatch {
  /// Seconds a file may take.
  private static let timeout = 20.0

  func run() {
    var extractor = Extractor()
    while let path = readLine() {
      let line = answer(path, &extractor)
      FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
  }

  private func answer(_ path: String, _ extractor: inout Extractor) -> String {
    var object: [String: Any] = ["path": path]
    do {
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
      var text = ""
      var pages: [[String: Any]] = []
      let summary = try extractor.extract(bytes, name: path, deadline: Self.deadline()) { page in
        pages.append(["page": page.number, "verdict": page.verdict.rawValue])
        for run in page.runs {
          text += page.text(of: run.range)
          text += "\n"
        }
      }
      object["text"] = text
      object["pages"] = pages.count
      object["verdicts"] = pages.prefix(50).map { $0["verdict"] ?? "" }
      object["repairs"] = Array(summary.repairs.prefix(10))
    } catch let error as ExtractionError {
      object["error"] = ["kind": error.kind, "message": error.message]
    } catch {
      object["error"] = ["kind": "not_found", "message": "\(error)"]
    }
    let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  private static func deadline() -> Deadline {
    Deadline(seconds: timeout, now: { DispatchTime.now().uptimeNanoseconds })
  }
}
