/// An image of 8-bit gray: 0 is black, 255 white, rows from the top.
struct GrayImage: Equatable {
  let width: Int
  let height: Int
  /// `width * height` pixels.
  private(set) var pixels: [UInt8]

  /// - Returns: `nil` where the number of pixels is not that of the size.
  init?(width: Int, height: Int, pixels: [UInt8]) {
    guard width > 0, height > 0, pixels.count / width == height, pixels.count % width == 0 else {
      return nil
    }
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// A white one.
  init(width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(1, height)
    pixels = [UInt8](repeating: 255, count: self.width * self.height)
  }

  /// Reads a binary PGM with 8 bits a pixel (netpbm's pgm(5)); `nil` for anything else.
  init?(pgm bytes: [UInt8]) {
    guard bytes.starts(with: Array("P5".utf8)) else { return nil }
    var position = 2
    guard let width = Self.number(bytes, &position), let height = Self.number(bytes, &position),
      let depth = Self.number(bytes, &position), depth == 255, position < bytes.count
    else { return nil }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    let start = position + 1
    guard !overflow, count > 0, bytes.count - start >= count else { return nil }
    self.init(width: width, height: height, pixels: Array(bytes[start..<start + count]))
  }

  /// The next number of a header, behind white space and comments.
  private static func number(_ bytes: [UInt8], _ position: inout Int) -> Int? {
    while position < bytes.count, !isDigit(bytes[position]) {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != 10 { position += 1 }
      } else if !isBlank(bytes[position]) {
        return nil
      }
      position += 1
    }
    let start = position
    while position < bytes.count, isDigit(bytes[position]), position - start < 9 { position += 1 }
    return Int(String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  /// The head of its PGM.
  var pgmHead: [UInt8] { Array("P5\n\(width) \(height)\n255\n".utf8) }

  /// The pixel, white outside.
  @inline(__always)
  func pixel(_ x: Int, _ y: Int) -> UInt8 {
    x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : 255
  }

  @inline(__always)
  mutating func set(_ x: Int, _ y: Int, _ value: UInt8) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    pixels[y * width + x] = value
  }
}

/// A rectangle of pixels; its right and bottom edges are not part of it.
struct PixelBox: Equatable, Hashable {
  var x0: Int
  var y0: Int
  var x1: Int
  var y1: Int

  var width: Int { x1 - x0 }
  var height: Int { y1 - y0 }

  mutating func add(_ other: PixelBox) {
    self = PixelBox(
      x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
  }

  /// With so much more on each side.
  func grown(_ x: Int, _ y: Int) -> PixelBox {
    PixelBox(x0: x0 - x, y0: y0 - y, x1: x1 + x, y1: y1 + y)
  }
}

extension GrayImage {
  /// A part; what lies outside of the image is white.
  func crop(_ box: PixelBox) -> GrayImage {
    var part = GrayImage(width: box.width, height: box.height)
    let from = max(0, box.x0)
    let to = min(width, box.x0 + part.width)
    guard from < to else { return part }
    for y in max(0, box.y0)..<max(max(0, box.y0), min(height, box.y0 + part.height)) {
      let target = (y - box.y0) * part.width + from - box.x0
      part.pixels.replaceSubrange(
        target..<target + to - from, with: pixels[y * width + from..<y * width + to])
    }
    return part
  }

  /// Turned clockwise by a quarter: what read upward is level.
  func turned() -> GrayImage {
    var turned = GrayImage(width: height, height: width)
    // In blocks, so that both images stay in the cache.
    let block = 64
    for top in stride(from: 0, to: height, by: block) {
      for left in stride(from: 0, to: width, by: block) {
        for y in top..<min(height, top + block) {
          for x in left..<min(width, left + block) {
            turned.pixels[x * height + height - 1 - y] = pixels[y * width + x]
          }
        }
      }
    }
    return turned
  }
}
