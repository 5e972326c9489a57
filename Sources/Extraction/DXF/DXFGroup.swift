/// The groups of one entity, table entry or object, from its type on.
struct DXFGroup {
  /// The type that the leading group 0 names: `TEXT`, `LAYER`, `ENDSEC`.
  var type: [UInt8] = []
  /// What follows, up to the next group 0.
  var tags: [DXFTag] = []
  let bytes: UnsafeRawBufferPointer

  /// Groups kept of one entity: a polyline may have more, but no text has.
  static let tagLimit = 200_000

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  func isType(_ name: StaticString) -> Bool {
    type.count == name.utf8CodeUnitCount
      && type.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: type.count))
  }

  /// A group's text with the blanks around it dropped, as for names and handles.
  func word(_ tag: DXFTag) -> [UInt8] {
    var part = bytes[tag.range]
    while let first = part.first, first == 0x20 || first == 0x09 { part = part.dropFirst() }
    while let last = part.last, last == 0x20 || last == 0x09 { part = part.dropLast() }
    return Array(part)
  }

  /// The word of the first group of that code.
  func word(_ code: Int) -> [UInt8]? { tags.first { $0.code == code }.map { word($0) } }

  func number(_ code: Int) -> Double? { tags.first { $0.code == code }.map { number($0) } }

  func integer(_ code: Int) -> Int? { tags.first { $0.code == code }.map { integer($0) } }

  func integer(_ tag: DXFTag) -> Int { Int(exactly: number(tag).rounded(.towardZero)) ?? 0 }

  /// A finite number; text that is none reads as 0.
  func number(_ tag: DXFTag) -> Double {
    if let number = tag.number { return number }
    let digits = word(tag)
    guard digits.count <= Self.numberLength else { return 0 }
    let value = Double(String(decoding: digits, as: UTF8.self)) ?? 0
    return value.isFinite ? value : 0
  }

  /// Characters of a number; writers put up to 17 digits, some zeros more.
  private static let numberLength = 400
}

/// Hands out group after group.
struct DXFGroups {
  private var lexer: DXFLexer
  private(set) var group: DXFGroup
  private var pending: DXFTag?

  init(_ bytes: UnsafeRawBufferPointer) {
    lexer = DXFLexer(bytes)
    group = DXFGroup(bytes)
  }

  var strays: Int { lexer.strays }

  /// Reads the next group into ``group``; false at the end of the file.
  mutating func advance() -> Bool {
    var head = pending
    pending = nil
    while head == nil {
      guard let tag = lexer.next() else { return false }
      if tag.code == 0 { head = tag }
    }
    guard let head else { return false }
    group.type = group.word(head)
    group.tags.removeAll(keepingCapacity: true)
    while let tag = lexer.next() {
      if tag.code == 0 {
        pending = tag
        break
      }
      if tag.code != 999, group.tags.count < DXFGroup.tagLimit { group.tags.append(tag) }
    }
    return true
  }
}
