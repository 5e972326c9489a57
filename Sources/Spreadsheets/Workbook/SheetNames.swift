/// Makes the names of sheets valid and unique.
struct SheetNames {
  /// Names in use, in lower case: Excel tells them apart without regard to case.
  private var used: Set<String> = []

  /// A name for a new sheet, as near to `wish` as is valid and free.
  mutating func take(_ wish: String) -> String {
    let base = Self.valid(wish)
    var name = Self.cut(base, to: WorkbookLimits.nameLength)
    var number = 2
    while used.contains(name.lowercased()) {
      let suffix = " (\(number))"
      name = Self.cut(base, to: WorkbookLimits.nameLength - suffix.utf16.count) + suffix
      number += 1
    }
    used.insert(name.lowercased())
    return name
  }

  /// Without the characters that Excel forbids, and without quotes at the ends.
  private static func valid(_ wish: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in wish.unicodeScalars {
      switch scalar {
      case "[", "]", ":", "*", "?", "/", "\\": scalars.append("_")
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": scalars.append(" ")
      default: scalars.append(scalar)
      }
    }
    var name = Substring(String(scalars))
    while let first = name.first, first == "'" || first == " " { name.removeFirst() }
    while let last = name.last, last == "'" || last == " " { name.removeLast() }
    if name.isEmpty { return "Sheet" }
    // Excel keeps this name for itself.
    return name.lowercased() == "history" ? "History_" : String(name)
  }

  /// The first characters, at most `length` UTF-16 code units.
  private static func cut(_ name: String, to length: Int) -> String {
    var result = name
    while result.utf16.count > length { result.removeLast() }
    return result
  }
}
