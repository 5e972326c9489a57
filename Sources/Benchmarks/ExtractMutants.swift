import Dispatch
import Extraction
import Foundation

/// `extract-mutants [SECONDS]`: reads damaged copies of the files named on stdin until the time is up, and
/// tells which took longer than they may. A trap ends the process: the mutant read last is kept in
/// `/tmp/isoscan-mutant`.
struct ExtractMutants {
  var seconds = 60.0
  /// Seconds a mutant may take before it is told.
  private static let slow = 3.0
  private static let kept = "/tmp/isoscan-mutant"

  func run() {
    var files: [(path: String, bytes: [UInt8])] = []
    while let path = readLine() {
      guard let data = FileManager.default.contents(atPath: path), data.count < 400_000 else {
        continue
      }
      files.append((path, [UInt8](data)))
    }
    var random = SystemRandomNumberGenerator()
    var extractor = Extractor()
    let start = Self.now()
    var count = 0
    while Self.now() - start < seconds, let file = files.randomElement(using: &random) {
      let bytes = Self.mutant(of: file.bytes, &random)
      Self.keep(bytes, "")
      let began = Self.now()
      let deadline = Deadline(seconds: 20, now: { DispatchTime.now().uptimeNanoseconds })
      _ = try? extractor.extract(bytes, name: file.path, deadline: deadline) { _ in }
      let took = Self.now() - began
      if took > Self.slow {
        print("slow: \(took) s, a mutant of \(file.path)")
        Self.keep(bytes, "-slow-\(count)")
      }
      count += 1
    }
    print("mutants \(count)")
  }

  private static func keep(_ bytes: [UInt8], _ suffix: String) {
    _ = FileManager.default.createFile(atPath: kept + suffix, contents: Data(bytes))
  }

  private static func mutant(
    of bytes: [UInt8], _ random: inout SystemRandomNumberGenerator
  ) -> [UInt8] {
    var bytes = bytes
    let words = ["0", "-1", "99999999999", "<<", ">>", "[", "]", "R", "endobj", "stream", "/", "("]
    for _ in 0..<Int.random(in: 1...12, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
      switch Int.random(in: 0..<7, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
      case 4:
        bytes.replaceSubrange(at..<at, with: words.randomElement(using: &random)?.utf8 ?? "".utf8)
      case 5:
        // Numbers are where trust is misplaced.
        let digits = (at..<end).filter { (0x30...0x39).contains(bytes[$0]) }
        for digit in digits { bytes[digit] = UInt8.random(in: 0x30...0x39, using: &random) }
      default:
        if Int.random(in: 0..<20, using: &random) == 0 { bytes.removeSubrange(at...) }
      }
    }
    return bytes
  }

  private static func now() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e9
  }
}
