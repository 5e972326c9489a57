/// How hole codes are made up.
///
/// Every family has a stem that no other text of the drawings holds, so that a target is never
/// drawn by chance.
enum CodeFamily {
  /// Codes that every set begins with: neighbours of one another, and shapes that ask something
  /// of whoever looks for them.
  static let first = [
    "HOLE-1", "HOLE-12", "HOLE-1A", "HOLE-2", "HC-3452", "2\"-HC-3452", "H.12*", "BC", "HOLE-21",
    "HOLE 44B", "SLV-0107", "HOLE-120",
  ]

  /// A code like those of a set of `count` targets.
  static func make(_ random: inout DemoRandom, count: Int) -> String {
    let top = max(400, count * 4)
    return switch random.below(10) {
    case 0...3: "HOLE-\(random.between(1...top))"
    case 4: "HOLE-\(random.between(1...top))\(random.pick(["A", "B", "C"]))"
    case 5, 6: "HC-\(random.between(1_000...9_999 + top))"
    case 7: "\(random.pick([2, 3, 4, 6, 8, 10, 12]))\"-HC-\(random.between(1_000...9_999 + top))"
    case 8: "SLV-" + padded(random.between(1...9_999 + top), 4)
    default: "PEN-\(random.pick(["W", "F", "R"]))-" + padded(random.between(1...999 + top), 3)
    }
  }

  /// The targets of a set: `count` codes, each once.
  static func targets(count: Int, seed: UInt64) -> [String] {
    var random = DemoRandom(seed, stream: 0x7A26_E750)
    var targets: [String] = []
    var taken: Set<String> = []
    for code in first.prefix(max(1, count)) where taken.insert(code).inserted {
      targets.append(code)
    }
    while targets.count < count {
      let code = make(&random, count: count)
      if taken.insert(code).inserted { targets.append(code) }
    }
    return targets
  }

  /// Something that looks like `code` and is another word.
  static func nearMiss(of code: String, _ random: inout DemoRandom) -> String {
    switch random.below(8) {
    case 0: "X" + code
    case 1: code + "_B"
    case 2: code + "\(random.below(10))"
    case 3: code + random.pick(["A", "D", "X"])
    case 4: "\(random.between(1...9))" + code
    case 5: code.replacing("-", with: "")
    case 6: "B_" + code
    default: code.replacing("-", with: "/")
    }
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
