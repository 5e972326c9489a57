/// Cross-reference streams (ISO 32000-2 §7.5.8).
extension PDFDocument {
  /// Reads the stream at a byte into the table; returns its dictionary, which is a trailer too.
  func readXRefStream(at offset: Int) -> PDFDictionary? {
    guard let found = parseObject(at: offset), let stream = found.object.stream,
      let widths = numbers(stream.dictionary, .widths), widths.count >= 3
    else { return nil }
    let fields = widths.prefix(3).map { Int($0.rounded()) }
    // Eight bytes hold any offset; a width of 0 is a default.
    guard fields.allSatisfy({ (0...8).contains($0) }) else { return nil }
    var decoded: [UInt8] = []
    do {
      guard case .bytes = try decode(stream, into: &decoded) else { return nil }
    } catch {
      budget.fail(error)
      return nil
    }
    readEntries(decoded, fields, index(of: stream.dictionary))
    return stream.dictionary
  }

  /// Pairs of first number and count (table 17).
  private func index(of dictionary: PDFDictionary) -> [Int] {
    if let stated = array(dictionary, .index), stated.count >= 2 {
      return stated.map { resolve($0).integer ?? 0 }
    }
    return [0, integer(dictionary, .size) ?? .max]
  }

  private func readEntries(_ bytes: [UInt8], _ fields: [Int], _ index: [Int]) {
    let width = fields[0] + fields[1] + fields[2]
    guard width > 0 else { return }
    var at = 0
    var pair = 0
    while pair + 1 < index.count {
      var number = index[pair]
      var left = index[pair + 1]
      pair += 2
      while left > 0, at + width <= bytes.count {
        let type = fields[0] == 0 ? 1 : Self.field(bytes, at, fields[0])
        let second = Self.field(bytes, at + fields[0], fields[1])
        let third = Self.field(bytes, at + fields[0] + fields[1], fields[2])
        switch type {
        case 0: xref.add(number, .free)
        case 1: xref.add(number, second > 0 ? .offset(second) : .free)
        case 2: xref.add(number, .compressed(stream: second, index: third))
        default: break
        }
        at += width
        left -= 1
        number = number &+ 1
      }
    }
  }

  /// A big-endian number; what does not fit an `Int` is negative and so points nowhere.
  private static func field(_ bytes: [UInt8], _ start: Int, _ width: Int) -> Int {
    var value = 0
    for at in start..<start + width { value = value &<< 8 | Int(bytes[at]) }
    return value
  }
}
