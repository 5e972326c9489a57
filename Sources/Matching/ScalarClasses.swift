/// Numbers the scalars that codes are made of, so that tables have a column only for those.
struct ScalarClasses: Sendable {
  /// Number of classes; class 0 is every scalar that no code holds.
  private(set) var count = 1
  /// For each 256 scalars the number of their block in `classes`; block 0 is all zeros.
  private var blocks = [UInt16](repeating: 0, count: Int(FoldedUnit.scalarMask >> 8) + 1)
  private var classes = [UInt32](repeating: 0, count: 256)

  /// Numbers the scalars in the order in which they are first met.
  init(_ scalars: [UInt32]) {
    for scalar in scalars {
      let page = Int(scalar >> 8)
      if blocks[page] == 0 {
        blocks[page] = UInt16(classes.count >> 8)
        classes.append(contentsOf: repeatElement(0, count: 256))
      }
      let slot = Int(blocks[page]) << 8 | Int(scalar & 0xFF)
      if classes[slot] == 0 {
        classes[slot] = UInt32(count)
        count += 1
      }
    }
  }

  /// The class of a folded scalar (at most ``FoldedUnit/scalarMask``).
  subscript(scalar: UInt32) -> UInt32 {
    classes[Int(blocks[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
  }

  /// Looks classes up in raw buffers.
  struct Reader {
    fileprivate let blocks: UnsafeBufferPointer<UInt16>
    fileprivate let classes: UnsafeBufferPointer<UInt32>

    /// The class of a folded scalar (at most ``FoldedUnit/scalarMask``).
    @inline(__always) subscript(scalar: UInt32) -> UInt32 {
      classes[Int(blocks[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
    }
  }

  @inline(__always)
  func withReader<Result>(_ body: (Reader) -> Result) -> Result {
    blocks.withUnsafeBufferPointer { blocks in
      classes.withUnsafeBufferPointer { classes in
        body(Reader(blocks: blocks, classes: classes))
      }
    }
  }
}
