/// Collects the first column that holds anything while cells come by in any order of columns.
struct FirstColumn<Value> {
  /// Most values.
  private let limit: Int
  /// The lowest column that held anything so far.
  private(set) var column = Int.max
  private(set) var values: [Value] = []

  init(limit: Int = CodeListReader.codeLimit) { self.limit = limit }

  /// Whether a cell of `column` would still matter.
  func wants(_ column: Int) -> Bool { column <= self.column }

  /// Takes a cell that is not blank.
  mutating func add(_ value: Value, column: Int) throws(CodeListError) {
    guard wants(column) else { return }
    if column < self.column {
      self.column = column
      values.removeAll(keepingCapacity: true)
    }
    guard values.count < limit else { throw .tooLarge(what: "number of codes", limit: limit) }
    values.append(value)
  }
}

extension FirstColumn where Value == String {
  /// The list, its title taken off.
  func list(_ kind: CodeList.Kind) -> CodeList {
    guard let first = values.first, HeaderWords.contains(first) else {
      return CodeList(codes: values, header: nil, kind: kind)
    }
    return CodeList(codes: Array(values.dropFirst()), header: first, kind: kind)
  }
}
