import Dispatch
import Extraction
import Foundation

/// `extract-time`: reads the files named on stdin and compares the CPU time of extraction with the floor of
/// merely inflating every stream.
struct ExtractTime {
  private static let rounds = 5

  func run() {
    var files: [[UInt8]] = []
    while let path = readLine() {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      files.append([UInt8](data))
    }
    Self.compare(files)
  }

  /// Prints the CPU time of both, the better of some rounds.
  static func compare(_ files: [[UInt8]]) {
    let floor = best { for file in files { Self.floor(file) } }
    var extractor = Extractor()
    let whole = best { for file in files { Self.extract(file, &extractor) } }
    let size = files.reduce(0) { $0 + $1.count }
    print("files \(files.count), \(size) bytes")
    print("floor \(floor) s, extraction \(whole) s, ratio \(whole / floor)")
  }

  private static func floor(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { _ = try? InflateFloor.decodeAll($0) }
  }

  private static func extract(_ bytes: [UInt8], _ extractor: inout Extractor) {
    _ = try? extractor.extract(bytes, name: "", deadline: .none) { _ in }
  }

  /// The shortest CPU time of some rounds, in seconds.
  private static func best(_ work: () -> Void) -> Double {
    (0..<rounds).map { _ in
      let start = Self.processSeconds()
      work()
      return Self.processSeconds() - start
    }.min() ?? 0
  }

  private static func processSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
