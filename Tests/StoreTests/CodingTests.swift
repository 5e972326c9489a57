import Testing

@testable import Store

@Suite struct CodingTests {
  @Test("rising numbers come back", arguments: [[], [0], [1, 2, 3], [5, 300, 70_000, 1 << 40]])
  func rising(numbers: [Int]) {
    let bytes = RisingNumbers.encode(numbers)
    #expect(bytes.withUnsafeBytes { RisingNumbers.decode($0) } == numbers)
  }

  @Test("places come back")
  func places() {
    let places = [
      Place(code: 0, page: 1, text: "HOLE-1", x0: 1.5, y0: 2, x1: 3, y1: 4.25),
      Place(code: 99_999, page: 10_000, text: "ä \u{1F600}", x0: -1, y0: 0, x1: 1e9, y1: .infinity),
    ]
    #expect(Place.encode(places).withUnsafeBytes { Place.decode($0) } == places)
  }

  @Test("near hits come back, and what was recognized is known")
  func near() {
    let hits = NearHit.Reason.allCases.map {
      NearHit(
        Place(
          code: 99_999, page: 2, text: "HOLE-\n1", x0: 0, y0: 1, x1: 2, y1: 3,
          kind: $0 == .lookAlike ? .ocr : .text), $0)
    }
    #expect(NearHit.encode(hits).withUnsafeBytes { NearHit.decode($0) } == hits)
  }

  @Test("a place's kind and confidence come back", arguments: Place.Kind.allCases)
  func kinds(kind: Place.Kind) {
    let places = [nil, 0, 57, 100].map { confidence in
      Place(
        code: 3, page: 1, text: "HC-1", x0: 0, y0: 0, x1: 1, y1: 1, kind: kind,
        confidence: kind == .text ? nil : confidence)
    }
    #expect(Place.encode(places).withUnsafeBytes { Place.decode($0) } == places)
  }

  @Test("places that were stored before there were kinds are read as ever")
  func earlierPlaces() {
    let stored: [UInt8] = [
      2, 1, 4, 72, 67, 45, 49, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 128, 63, 0, 0, 64, 64,
    ]
    let place = Place(code: 2, page: 1, text: "HC-1", x0: 0, y0: 2, x1: 1, y1: 3)
    #expect(stored.withUnsafeBytes { Place.decode($0) } == [place])
    #expect(Place.encode([place]) == stored)
  }

  @Test("bytes cut anywhere, or of any kind, are read as far as they go")
  func damage() {
    let whole = Place.encode(
      (0..<3).map { Place(code: $0, page: 1, text: "text", x0: 0, y0: 0, x1: 1, y1: 1) })
    for cut in 0..<whole.count {
      #expect(Array(whole[..<cut]).withUnsafeBytes { Place.decode($0) }.count <= 2)
    }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let junk = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
      junk.withUnsafeBytes {
        _ = Place.decode($0)
        _ = NearHit.decode($0)
        _ = RisingNumbers.decode($0)
        _ = CodeList.decode($0)
      }
    }
  }

  @Test("codes come back, and their key does not depend on their order")
  func codes() {
    let codes = ["HOLE-1", "", "2\"-HC-3452", "H.12*", "ä"]
    #expect(CodeList.encode(codes).withUnsafeBytes { CodeList.decode($0) } == codes)
    #expect(CodeList.key(codes) == CodeList.key(codes.reversed()))
    #expect(CodeList.key(codes) != CodeList.key(Array(codes.dropLast())))
  }

  @Test(
    "a cursor needs no escaping and is good for its own list only",
    arguments: [ResultFilter.all, .matched, .problems, .code(7), .code(70)],
    [Cursor.Rest(after: 123_456), Cursor.Rest(after: 0, through: 98_765)])
  func cursors(filter: ResultFilter, rest: Cursor.Rest) {
    let cursor = Cursor.encode(rest, filter)
    #expect(
      cursor.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0) })
    #expect(Cursor.decode(cursor, filter) == rest)
    for other in [ResultFilter.all, .matched, .problems, .code(7), .code(70)] where other != filter
    {
      #expect(Cursor.decode(cursor, other) == nil)
    }
    #expect(Cursor.decode(nil, filter) == Cursor.Rest())
  }

  @Test(
    "a cursor of another make is refused",
    arguments: ["", "a", "a-1", "a+1", "a1 ", "zz", "aä", "a" + String(repeating: "z", count: 60)])
  func badCursors(cursor: String) {
    #expect(Cursor.decode(cursor, .all) == nil)
    #expect(Cursor.decode(below: cursor) == nil)
  }

  @Test("the status's words are the contract's")
  func words() {
    #expect(Verdict.read.text(codes: 0) == "No Match")
    #expect(Verdict.read.text(codes: 1) == "1 Code")
    #expect(Verdict.noText.text(codes: 2) == "2 Codes")
    #expect(
      Verdict.allCases.dropFirst().map { $0.text(codes: 0) }
        == ["No Text", "Encrypted", "Unreadable", "Too Large", "Timed Out", "Failed"])
  }
}
