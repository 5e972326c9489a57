/// A made-up set of isometric piping drawings whose hole codes are known.
///
/// Everything follows from `files`, `codes` and `seed`: the same three give the same names, the
/// same codes and the same bytes, on every machine. Any drawing can be made alone, in any order,
/// on any thread.
public struct DemoSet: Sendable {
  public let files: Int
  public let seed: UInt64
  /// The hole codes to look for; some stand in no drawing.
  public let targets: [String]

  /// - Parameters:
  ///   - files: drawings; 0 makes an empty set.
  ///   - codes: targets, at least 1.
  public init(files: Int = 100, codes: Int = 60, seed: UInt64 = 1) {
    self.files = files
    self.seed = seed
    self.targets = []
  }

  /// The path of drawing `index` below the set's root.
  public func name(of index: Int) -> String { "" }

  /// The targets that stand in drawing `index`, in the order of ``targets``.
  /// - Complexity: no rendering; some microseconds.
  public func codes(in index: Int) -> [String] { [] }

  /// The PDF of drawing `index`.
  public func drawing(_ index: Int) -> [UInt8] { [] }

  /// The text of `codes.txt`: one target a line.
  public func codesText() -> String { "" }

  /// The text of `truth.json`: `{"targets":[…],"files":{name:{"codes":[…]}}}`.
  public func truthJSON() -> String { "" }
}
