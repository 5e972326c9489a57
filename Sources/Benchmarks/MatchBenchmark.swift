import Foundation
import Matching

/// Measures matching: `Benchmarks match`.
///
/// A page of 20 KB of words, dimensions and near misses is matched line by line with 10, 1,000 and
/// 100,000 codes of two kinds: numbered ones, which share their beginnings, and random ones. The time
/// is that of the best of 300 rounds, so that other work on the machine counts little.
enum MatchBenchmark {
  static func run() throws {
    var random = Generator()
    let lines = page(bytes: 20_000, &random)
    let cyrillic = lines.map { $0.map { (0x41...0x5A).contains($0) ? $0 + 0x3D0 : $0 } }
    try measure("numbered, Cyrillic text", numbered(1_000), .word, cyrillic)
    for mode in MatchMode.allCases {
      for count in [10, 1_000, 100_000] {
        try measure("numbered", numbered(count), mode, lines)
        try measure("random", randomCodes(count, &random), mode, lines)
      }
    }
  }

  private static func measure(
    _ name: String, _ codes: [String], _ mode: MatchMode, _ lines: [[UInt32]]
  ) throws {
    let before = residentBytes()
    let began = ContinuousClock.now
    let matcher = Matcher(try CodeSet(codes, mode: mode))
    let built = ContinuousClock.now - began
    let memory = residentBytes() - before
    var scratch = Matcher.Scratch()
    var hits = 0
    var best = Duration.seconds(1)
    let rounds = 300
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      for line in lines {
        line.withUnsafeBufferPointer {
          matcher.match($0, flowing: false, scratch: &scratch) { _, _ in hits += 1 }
        }
      }
      best = min(best, ContinuousClock.now - start)
    }
    let microseconds = Double(best.components.attoseconds) / 1e12
    let size = Double(lines.reduce(0) { $0 + $1.count })
    print(
      """
      \(mode.rawValue) \(name) \(codes.count) codes: built in \(built), \(memory >> 20) MiB more; \
      page \(Int(microseconds)) us, \(Int(size / microseconds)) MB/s, \(hits / rounds) hits
      """)
  }

  private static func numbered(_ count: Int) -> [String] { (0..<count).map { "HOLE-\($0 + 1)" } }

  private static func randomCodes(
    _ count: Int, _ random: inout Generator
  ) -> [String] {
    (0..<count).map { _ in word(12, &random) }
  }

  private static func word(_ count: Int, _ random: inout Generator) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    return String(
      decoding: (0..<count).map { _ in letters.randomElement(using: &random) ?? 0x41 },
      as: UTF8.self)
  }

  private static func page(
    bytes: Int, _ random: inout Generator
  ) -> [[UInt32]] {
    var lines: [[UInt32]] = []
    var size = 0
    while size < bytes {
      let words = (0..<6).map { _ in
        switch Int.random(in: 0..<4, using: &random) {
        case 0: "HOLE-\(Int.random(in: 1...200_000, using: &random))"
        case 1: "\(Int.random(in: 1...9_999, using: &random))"
        case 2:
          "\(Int.random(in: 1...24, using: &random))\"-\(word(2, &random))-\(word(4, &random))"
        default: word(Int.random(in: 2...12, using: &random), &random)
        }
      }
      lines.append(words.joined(separator: " ").unicodeScalars.map(\.value))
      size += lines.last?.count ?? 0
    }
    return lines
  }

  /// The same page and codes every time (SplitMix64).
  private struct Generator: RandomNumberGenerator {
    var state: UInt64 = 1

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static func residentBytes() -> Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(
      separator: " ")
    return (fields.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4_096
  }
}
