extension [Word] {
  /// From 0 to 100: each word's confidence by its length.
  var confidence: Double {
    let length = reduce(0) { $0 + $1.text.count }
    guard length > 0 else { return 0 }
    return reduce(0) { $0 + $1.confidence * Double($1.text.count) } / Double(length)
  }

  /// Letters and digits in them.
  var letterCount: Int {
    reduce(0) { $0 + $1.text.count { $0.isLetter || $0.isNumber } }
  }

  /// Joins the words between which there is an underscore that was not read: two words in
  /// tesseract's eyes, one in the file.
  func joined(at underscores: [Double]) -> [Word] {
    var joined: [Word] = []
    for word in self {
      guard var last = joined.last,
        underscores.contains(where: { last.middle < $0 && $0 < word.middle })
      else {
        joined.append(word)
        continue
      }
      let isRead = last.text.hasSuffix("_") || word.text.hasPrefix("_")
      last.text += isRead ? word.text : "_" + word.text
      last.box.add(word.box)
      last.confidence = Swift.min(last.confidence, word.confidence)
      joined[joined.count - 1] = last
    }
    return joined
  }
}

extension Word {
  fileprivate var middle: Double { Double(box.x0 + box.x1) / 2 }
}
