/// Undoes the predictors of Flate and LZW data (ISO 32000-2 §7.4.4.4).
struct Predictor {
  private let isPNG: Bool
  private let colors: Int
  private let bits: Int
  /// Bytes of a row, without the tag of PNG rows.
  private let rowLength: Int
  /// Bytes of a pixel, at least 1.
  private let pixel: Int

  /// Nil for parameters that make no sense, and for predictor 1.
  init?(kind: Int, colors: Int, bits: Int, columns: Int) {
    // Far above any image, and far from overflow.
    guard kind == 2 || (10...15).contains(kind), (1...256).contains(colors),
      [1, 2, 4, 8, 16].contains(bits), (1...(1 << 28)).contains(columns)
    else { return nil }
    isPNG = kind != 2
    self.colors = colors
    self.bits = bits
    rowLength = (colors * bits * columns + 7) / 8
    pixel = max(1, colors * bits / 8)
  }

  /// Decodes in place; a short last row is decoded as far as it goes.
  func decode(_ data: inout [UInt8]) {
    if isPNG {
      let kept = data.withUnsafeMutableBufferPointer { decodePNG($0) }
      data.removeLast(data.count - kept)
    } else {
      data.withUnsafeMutableBufferPointer { decodeTIFF($0) }
    }
  }

  /// Rows move down over their tags as they are decoded. Returns the bytes that are left.
  private func decodePNG(_ data: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var read = 0
    var write = 0
    while read < data.count {
      let tag = data[read]
      read += 1
      let length = min(rowLength, data.count - read)
      // The row above is the one just written; the first row has none.
      decodeRow(data, tag, from: read, to: write, length, isFirst: write == 0)
      read += length
      write += length
    }
    return write
  }

  private func decodeRow(
    _ data: UnsafeMutableBufferPointer<UInt8>, _ tag: UInt8, from: Int, to: Int, _ length: Int,
    isFirst: Bool
  ) {
    let above = to - rowLength
    for index in 0..<length {
      let raw = data[from + index]
      let left = index >= pixel ? data[to + index - pixel] : 0
      let up = isFirst ? 0 : data[above + index]
      let predicted: UInt8
      switch tag {
      case 1: predicted = left
      case 2: predicted = up
      case 3: predicted = UInt8((Int(left) + Int(up)) / 2)
      case 4:
        let corner = isFirst || index < pixel ? 0 : data[above + index - pixel]
        predicted = Self.paeth(left, up, corner)
      default: predicted = 0
      }
      data[to + index] = raw &+ predicted
    }
  }

  /// The PNG specification's Paeth function (ISO/IEC 15948 §9.4).
  private static func paeth(_ left: UInt8, _ up: UInt8, _ corner: UInt8) -> UInt8 {
    let estimate = Int(left) + Int(up) - Int(corner)
    let toLeft = abs(estimate - Int(left))
    let toUp = abs(estimate - Int(up))
    let toCorner = abs(estimate - Int(corner))
    if toLeft <= toUp, toLeft <= toCorner { return left }
    return toUp <= toCorner ? up : corner
  }

  private func decodeTIFF(_ data: UnsafeMutableBufferPointer<UInt8>) {
    var start = 0
    while start < data.count {
      let end = min(start + rowLength, data.count)
      switch bits {
      case 8:
        var at = start + colors
        while at < end {
          data[at] = data[at] &+ data[at - colors]
          at += 1
        }
      case 16:
        var at = start + 2 * colors
        while at + 1 < end {
          let before = UInt16(data[at - 2 * colors]) << 8 | UInt16(data[at - 2 * colors + 1])
          let value = (UInt16(data[at]) << 8 | UInt16(data[at + 1])) &+ before
          data[at] = UInt8(value >> 8)
          data[at + 1] = UInt8(truncatingIfNeeded: value)
          at += 2
        }
      default: decodeTIFFBits(data, start, end)
      }
      start += rowLength
    }
  }

  /// Components of 1, 2 or 4 bits.
  private func decodeTIFFBits(_ data: UnsafeMutableBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    let mask = UInt8(1 << bits) - 1
    let perByte = 8 / bits
    func shift(_ component: Int) -> UInt8 { UInt8(8 - bits - component % perByte * bits) }
    for component in colors..<max(colors, (end - start) * perByte) {
      let at = start + component / perByte
      let before = start + (component - colors) / perByte
      let sum =
        (data[at] >> shift(component)) &+ (data[before] >> shift(component - colors))
      let kept = data[at] & ~(mask << shift(component))
      data[at] = kept | (sum & mask) << shift(component)
    }
  }
}
