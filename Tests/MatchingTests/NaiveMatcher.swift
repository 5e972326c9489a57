import Foundation

@testable import Matching

/// The oracle: the contract's words turned into code one by one, without tables or trees.
///
/// It folds by Foundation and compares every code at every place.
struct NaiveMatcher {
  struct Character: Equatable {
    var scalar: Unicode.Scalar
    var order: UInt8
    var origin: Int
  }

  struct Hit: Hashable, Comparable, CustomStringConvertible {
    var code: Int
    var range: Range<Int>

    static func < (one: Hit, other: Hit) -> Bool {
      (one.range.lowerBound, one.range.upperBound, one.code)
        < (other.range.lowerBound, other.range.upperBound, other.code)
    }
    var description: String { "\(code)@\(range)" }
  }

  let codes: [String]
  let mode: MatchMode

  /// All places of all codes, sorted.
  func hits(in text: [UInt32], flowing: Bool) -> [Hit] {
    let folded = Self.fold(text, flowing: flowing)
    var hits: [Hit] = []
    for (number, code) in codes.enumerated() {
      let wanted = Self.trimmed(Self.fold(code.unicodeScalars.map(\.value), flowing: flowing))
      guard !wanted.isEmpty, wanted.count <= folded.count else { continue }
      for start in 0...(folded.count - wanted.count) {
        let end = start + wanted.count
        guard folded[start..<end].elementsEqual(wanted, by: { $0.scalar == $1.scalar }),
          allowsStart(folded, start), allowsEnd(folded, end)
        else { continue }
        let origins = folded[start..<end].map(\.origin)
        hits.append(Hit(code: number, range: (origins.min() ?? 0)..<(origins.max() ?? 0) + 1))
      }
    }
    return hits.sorted()
  }

  /// Decomposes, orders marks, folds case and white space.
  static func fold(_ text: [UInt32], flowing: Bool) -> [Character] {
    var characters: [Character] = []
    for (origin, value) in text.enumerated() {
      guard let scalar = Unicode.Scalar(value) else {
        characters.append(Character(scalar: "\u{FFFF}", order: 0, origin: origin))
        continue
      }
      if value == 0xAD {
        if !flowing { characters.append(Character(scalar: "-", order: 0, origin: origin)) }
        continue
      }
      for part in String(Swift.Character(scalar)).decomposedStringWithCompatibilityMapping
        .unicodeScalars
      where !scalar.properties.isDefaultIgnorableCodePoint
        && !part.properties.isDefaultIgnorableCodePoint
      {
        let order = part.properties.canonicalCombiningClass.rawValue
        characters.append(Character(scalar: part, order: order, origin: origin))
      }
    }
    return collapsed(ordered(characters).flatMap(caseFolded))
  }

  private static func ordered(_ characters: [Character]) -> [Character] {
    var result: [Character] = []
    var marks: [Character] = []
    for character in characters {
      if character.order == 0 {
        result += marks
        marks = []
        result.append(character)
      } else {
        let place = marks.firstIndex { $0.order > character.order } ?? marks.endIndex
        marks.insert(character, at: place)
      }
    }
    return result + marks
  }

  private static func caseFolded(_ character: Character) -> [Character] {
    let folded: String
    switch character.scalar.value {
    case 0x131: folded = "\u{131}"
    case 0xDF, 0x1E9E: folded = "ss"
    case 0x345, 0x1FBE: folded = "ι"
    case 0x3C2: folded = "σ"
    case 0x2010...0x2015, 0x2212: folded = "-"
    default:
      if character.scalar.properties.isWhitespace {
        folded = " "
      } else {
        let upper = character.scalar.properties.uppercaseMapping
        folded = (upper.unicodeScalars.count == 1 ? upper : String(character.scalar)).lowercased()
      }
    }
    return folded.unicodeScalars.map {
      Character(scalar: $0, order: character.order, origin: character.origin)
    }
  }

  private static func collapsed(_ characters: [Character]) -> [Character] {
    characters.indices.filter { index in
      characters[index].scalar != " " || index == 0 || characters[index - 1].scalar != " "
    }.map { characters[$0] }
  }

  private static func trimmed(_ characters: [Character]) -> [Character] {
    let kept = characters.drop { $0.scalar == " " }.reversed().drop { $0.scalar == " " }
    return kept.reversed()
  }

  private func allowsStart(_ text: [Character], _ place: Int) -> Bool {
    guard place > 0 else { return true }
    if mode == .substring { return !continues(text, place) }
    if isWord(text, place - 1) { return false }
    let isJoined =
      mode == .token && isJoiner(text, place - 1) && isWord(text, place - 2) && isWord(text, place)
    return !isJoined
  }

  private func allowsEnd(_ text: [Character], _ place: Int) -> Bool {
    guard place < text.count else { return true }
    if mode == .substring { return !continues(text, place) }
    if isWord(text, place) { return false }
    let isJoined =
      mode == .token && isJoiner(text, place) && isWord(text, place - 1) && isWord(text, place + 1)
    return !isJoined
  }

  private func isJoiner(_ text: [Character], _ place: Int) -> Bool {
    ["-", ".", "/"].contains(text[place].scalar)
  }

  private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
  }

  private func isWord(_ text: [Character], _ place: Int) -> Bool {
    guard text.indices.contains(place) else { return false }
    let scalar = text[place].scalar
    if isMark(scalar) { return !standsOnNothing(text, place) }
    let digits: [Unicode.GeneralCategory] = [.decimalNumber, .letterNumber, .otherNumber]
    let category = scalar.properties.generalCategory
    let isLetter = [
      Unicode.GeneralCategory.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
      .otherLetter,
    ].contains(category)
    return scalar == "_" || isLetter || digits.contains(category)
  }

  /// Whether the row of marks that ends here follows a space or begins the text.
  private func standsOnNothing(_ text: [Character], _ place: Int) -> Bool {
    var base = place
    while base >= 0, isMark(text[base].scalar) { base -= 1 }
    return base < 0 || text[base].scalar == " "
  }

  private func continues(_ text: [Character], _ place: Int) -> Bool {
    let scalar = text[place].scalar
    if isMark(scalar) { return !standsOnNothing(text, place) }
    return (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
  }
}
