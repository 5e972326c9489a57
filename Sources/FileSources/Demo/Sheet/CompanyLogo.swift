/// The made-up company's mark: an engraved ring around three pipes.
///
/// As in real sets it is the same in every drawing and finely drawn, so it is made and
/// compressed once.
enum CompanyLogo {
  static let box: [Double] = [-19, -19, 19, 19]

  static let content: [UInt8] = {
    var canvas = Canvas(scale: 1_000, capacity: 80_000)
    canvas.color(0.05, 0.25, 0.45)
    canvas.lineWidth(0.12)
    drawRing(on: &canvas)
    canvas.lineWidth(0.6)
    canvas.circle(.zero, 17.6)
    canvas.circle(.zero, 10.8)
    canvas.op("S")
    for heading in Heading.allCases {
      let way = IsoView(northLeft: false).vector(heading)
      let side = way.normal * 2.2
      canvas.filled([
        way * 9.4 + side, way * 2.6 + side * 0.4, way * 2.6 - side * 0.4, way * 9.4 - side,
      ])
    }
    return canvas.out.bytes
  }()

  static let deflated = PDFFile.compress(content[...], level: 6)

  /// A guilloche: a point that turns on a circle that turns.
  private static func drawRing(on canvas: inout Canvas) {
    // One and 47 steps of 1/3,600 turn, as cosine and sine.
    let slow = Point(0.999_998_476_913_288, 0.001_745_328_365_898_31)
    var (arm, hand) = (Point(14.2, 0), Point(2.9, 0))
    var fast = Point(1, 0)
    for _ in 0..<47 { fast = turned(fast, by: slow) }
    canvas.move(arm + hand)
    for step in 1...3_600 {
      arm = turned(arm, by: slow)
      hand = turned(hand, by: fast)
      canvas.line(arm + hand)
      if step % 400 == 0 {
        canvas.op("S")
        canvas.move(arm + hand)
      }
    }
    canvas.op("S")
  }

  private static func turned(_ p: Point, by angle: Point) -> Point {
    Point(p.x * angle.x - p.y * angle.y, p.x * angle.y + p.y * angle.x)
  }
}
