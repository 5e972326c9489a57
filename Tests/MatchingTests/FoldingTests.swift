import Foundation
import Testing

@testable import Matching

/// Folding against two other sources: Foundation on whole strings, and Unicode's own case table.
@Suite("Folding")
struct FoldingTests {
  @Test("every scalar folds to decomposed scalars that fold to themselves")
  func idempotent() {
    for value in UInt32(0)..<0x110000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let once = FoldTable.fold(scalar).map { $0.unit & FoldedUnit.scalarMask }
      let twice = once.flatMap { part -> [UInt32] in
        guard let scalar = Unicode.Scalar(part) else { return [] }
        return FoldTable.fold(scalar).map { $0.unit & FoldedUnit.scalarMask }
      }
      if once != twice { Issue.record("U+\(String(value, radix: 16)): \(once), \(twice)") }
      if once.count > FoldTable.longestFolding { Issue.record("U+\(value) is too long") }
    }
  }

  @Test("scalars are put together exactly as Unicode's full case folding does")
  func caseTable() throws {
    let path = "/usr/share/unicode/CaseFolding.txt"  // Debian's package unicode-data
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    var seen = 0
    for line in lines where !line.hasPrefix("#") {
      let fields = line.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count >= 3, fields[1] == "C" || fields[1] == "F" else { continue }
      guard let source = UInt32(fields[0], radix: 16).flatMap(Unicode.Scalar.init) else { continue }
      let target = fields[2].split(separator: " ").compactMap { UInt32($0, radix: 16) }
      #expect(folded([source.value]) == folded(target), "U+\(fields[0])")
      seen += 1
    }
    #expect(seen > 1_400)
  }

  @Test("case folding puts no more together than Unicode does")
  func caseTableIsComplete() throws {
    // Scalars without a case of their own keep themselves.
    for value in UInt32(0)..<0x110000 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isLowercase,
        !scalar.properties.changesWhenCaseFolded, !scalar.properties.changesWhenNFKCCaseFolded
      else { continue }
      let kept = FoldTable.fold(scalar).map { $0.unit & FoldedUnit.scalarMask }
      let plain = String(Character(scalar)).decomposedStringWithCompatibilityMapping
      #expect(kept == plain.unicodeScalars.map(\.value), "U+\(String(value, radix: 16))")
    }
  }

  @Test("whole strings fold as Foundation decomposes them", arguments: UInt64(1)...20)
  func wholeStrings(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    for _ in 0..<50 {
      var text = String.UnicodeScalarView()
      for _ in 0..<40 {
        let block = [0x300, 0x1E00, 0x1F00, 0x590, 0xAC00, 0x900].randomElement(using: &random)
        let value = UInt32((block ?? 0) + Int.random(in: 0..<112, using: &random))
        guard let scalar = Unicode.Scalar(value), !scalar.properties.isDefaultIgnorableCodePoint
        else { continue }
        text.append(scalar)
      }
      let decomposed = String(text).decomposedStringWithCompatibilityMapping
      #expect(folded(text.map(\.value)) == folded(decomposed.unicodeScalars.map(\.value)))
    }
  }

  @Test("a page of nothing but marks is folded in reasonable time")
  func marks() {
    var random = SeededGenerator(state: 5)
    let marks = (0..<200_000).map { _ in UInt32.random(in: 0x300..<0x36F, using: &random) }
    let kept = marks.count { $0 != 0x34F }
    // Four of them decompose to two marks.
    let doubled = marks.count { $0 == 0x344 }
    #expect(folded(marks).count == kept + doubled)
  }

  private func folded(_ scalars: [UInt32]) -> [UInt32] {
    var text = FoldedText()
    scalars.withUnsafeBufferPointer { text.fold($0, flowing: false) }
    return text.units[..<text.count].map { $0 & FoldedUnit.scalarMask }
  }
}
