/// Where each object is (ISO 32000-2 §7.5.4, §7.5.8.3).
struct XRefTable {
  enum Entry {
    case free
    /// At a byte of the file.
    case offset(Int)
    /// In an object stream, as its `index`-th object.
    case compressed(stream: Int, index: Int)
  }

  /// Sixteen bytes an object; `kind` 0 is an object nothing was said about.
  private struct Packed {
    var value = 0
    var index: Int32 = 0
    var kind: UInt8 = 0
  }

  /// Objects with low numbers, which is nearly all of them.
  private var dense: [Packed] = []
  /// Objects with numbers that a file of this size hardly needs: a table up to them would cost more
  /// memory than the file.
  private var sparse: [Int: Packed] = [:]
  private let denseLimit: Int
  /// Entries in ``sparse``, each some 60 bytes: enough for the odd high number, too few to exhaust memory.
  private static let sparseLimit = 262_144
  private let limit: Int
  /// Entries set.
  private(set) var count = 0

  /// - Parameters:
  ///   - fileSize: in bytes; an uncompressed object takes at least 16 of them.
  ///   - limit: entries kept; more are dropped.
  init(fileSize: Int, limit: Int) {
    denseLimit = min(limit, fileSize / 8 &+ 65_536)
    self.limit = limit
  }

  /// The object numbers something is known about, unordered beyond the dense part.
  var numbers: [Int] {
    dense.indices.filter { dense[$0].kind > 1 } + sparse.keys.filter { sparse[$0]?.kind ?? 0 > 1 }
  }

  subscript(number: Int) -> Entry? {
    let packed: Packed
    if number >= 0, number < dense.count {
      packed = dense[number]
    } else if let found = sparse[number] {
      packed = found
    } else {
      return nil
    }
    switch packed.kind {
    case 0: return nil
    case 1: return .free
    case 2: return .offset(packed.value)
    default: return .compressed(stream: packed.value, index: Int(packed.index))
    }
  }

  /// Sets an entry that is not set; newer sections are read first and stay.
  /// - Returns: false when the table is full.
  @discardableResult
  mutating func add(_ number: Int, _ entry: Entry) -> Bool {
    if self[number] != nil { return true }
    return set(number, entry)
  }

  /// Sets an entry, whatever was there.
  @discardableResult
  mutating func set(_ number: Int, _ entry: Entry) -> Bool {
    guard number >= 0, count < limit else { return false }
    let packed: Packed
    switch entry {
    case .free: packed = Packed(kind: 1)
    case .offset(let byte): packed = Packed(value: byte, kind: 2)
    case .compressed(let stream, let index):
      packed = Packed(value: stream, index: Int32(clamping: index), kind: 3)
    }
    if number < denseLimit {
      while dense.count <= number { dense.append(Packed()) }
      if dense[number].kind == 0 { count += 1 }
      dense[number] = packed
    } else {
      if sparse[number] == nil {
        guard sparse.count < Self.sparseLimit else { return false }
        count += 1
      }
      sparse[number] = packed
    }
    return true
  }
}
