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
  /// Those of them that drawings are given.
  private let present: [String]
  private let targetIndex: TargetIndex

  /// - Parameters:
  ///   - files: drawings; 0 makes an empty set.
  ///   - codes: targets, at least 1.
  public init(files: Int = 100, codes: Int = 60, seed: UInt64 = 1) {
    self.files = max(0, files)
    self.seed = seed
    targets = CodeFamily.targets(count: max(1, codes), seed: seed)
    var random = DemoRandom(seed, stream: 0x0AB5_E9CE)
    present = targets.filter { _ in !random.chance(15) }
    targetIndex = TargetIndex(targets)
  }

  /// The path of drawing `index` below the set's root.
  public func name(of index: Int) -> String { plan(index).name }

  /// The targets that stand in drawing `index`, in the order of ``targets``.
  /// - Complexity: no rendering; some microseconds.
  public func codes(in index: Int) -> [String] {
    var found: Set<Int> = []
    for mark in plan(index).marks { found.formUnion(targetIndex.matches(in: mark.text)) }
    return found.sorted().map { targets[$0] }
  }

  /// The PDF of drawing `index`.
  public func drawing(_ index: Int) -> [UInt8] {
    var document = DrawingDocument(plan(index))
    return document.render()
  }

  /// The text of `codes.txt`: one target a line.
  public func codesText() -> String { targets.joined(separator: "\n") + "\n" }

  /// The text of `truth.json`: `{"targets":[…],"files":{name:{"codes":[…]}}}`.
  public func truthJSON() -> String {
    var text = "{\n\"targets\":" + Self.json(targets) + ",\n\"files\":{"
    for index in 0..<files {
      text += (index == 0 ? "\n" : ",\n") + Self.json(name(of: index))
      text += ":{\"codes\":" + Self.json(codes(in: index)) + "}"
    }
    return text + "\n}}\n"
  }

  /// The word rule as the demo set knows it, for tests.
  func targets(in text: String) -> [String] {
    targetIndex.matches(in: text).sorted().map { targets[$0] }
  }

  func plan(_ index: Int) -> DrawingPlan {
    DrawingPlan(index: index, seed: seed, present: present, index: targetIndex)
  }

  private static func json(_ list: [String]) -> String {
    "[" + list.map(json).joined(separator: ",") + "]"
  }

  /// Codes and names of the set are plain ASCII: only quotes and backslashes need care.
  private static func json(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
