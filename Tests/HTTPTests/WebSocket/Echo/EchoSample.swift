/// What the messages of an echo case consist of; the same in every run.
enum EchoSample: Sendable {
  /// Asterisks.
  case stars
  case json
  /// Grey levels of a picture, with a little noise.
  case bitmap
  /// Prose, sent as binary.
  case prose
  /// Markup with characters of one to four bytes.
  case html
  /// What does not compress.
  case noise

  /// The kinds of group 12, in the order of its numbers.
  static let deflated = [EchoSample.json, .bitmap, .prose, .html, .noise]

  var isText: Bool { self == .json || self == .html }

  /// A message of `size` bytes, of characters where the kind is text.
  func message(_ index: Int, size: Int) -> [UInt8] {
    if self == .stars { return [UInt8](repeating: 0x2A, count: size) }
    if isText {
      let scalars = Self.texts[self] ?? []
      let start = (index * size) % max(1, scalars.count)
      var text = String.UnicodeScalarView()
      for offset in 0..<size { text.append(scalars[(start + offset) % scalars.count]) }
      return Array(String(text).utf8)
    }
    var random = SplitMix(state: UInt64(index))
    switch self {
    case .prose:
      let words = ["Habe", "nun", "ach", "Philosophie", "Juristerei", "und", "Medizin", "leider"]
      var bytes: [UInt8] = []
      while bytes.count < size {
        bytes += Array(words[Int(random.next() % 8)].utf8) + [0x20]
      }
      return Array(bytes.prefix(size))
    case .bitmap: return (0..<size).map { UInt8(truncatingIfNeeded: $0 >> 4 ^ $0 >> 9) }
    default: return (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }
  }

  /// 131,072 characters and more of each kind of text.
  private static let texts: [EchoSample: [Unicode.Scalar]] = [
    .json: repeated { "{\"id\":\($0),\"name\":\"line \($0 * 7 % 1_000)\",\"open\":true}," },
    .html: repeated { "<li class=\"a\">\($0) – déjà vu, 圧力配管, 😀</li>\n" },
  ]

  private static func repeated(_ line: (Int) -> String) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    var index = 0
    while scalars.count < 150_000 {
      scalars += Array(line(index).unicodeScalars)
      index += 1
    }
    return scalars
  }
}
