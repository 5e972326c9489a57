/// The beginnings of all patterns as a tree in flat arrays: a walk from the place where a word begins
/// tells which patterns may stand there.
///
/// Nodes are numbered level by level, so a node's children are neighbours. A path ends where one
/// pattern is left, or at ``depthLimit``; the rest is compared with the patterns themselves. So
/// 100,000 different codes need little more than 100,000 nodes, of 20 bytes each.
///
/// There are no failure links, as an Aho-Corasick automaton has: a code can begin only where a word
/// does, so nearly every link would lead to a place where nothing may begin.
struct CodeTrie: Sendable {
  /// Deepest level of nodes, in scalars: codes that share more are told apart by binary search, so
  /// that long codes can't make a large tree.
  static let depthLimit = 32
  /// A node with more children than this finds them by table.
  private static let searchedChildren = 4
  /// Most entries in those tables: 4 MiB. Nodes beyond it search.
  private static let tableLimit = 1 << 20

  struct Node: Sendable {
    /// First child, or the offset of the node's table in ``rows``.
    var first: UInt32 = 0
    /// Number of children, or ``CodeTrie/byTable``.
    var count: UInt32 = 0
    /// The patterns that end here or are left here, as a range of the sorted list.
    var low: UInt32 = 0
    var high: UInt32 = 0
  }
  static let byTable = UInt32.max

  private(set) var nodes: [Node] = [Node()]
  /// The scalar that leads to each node.
  private(set) var labels: [UInt32] = [0]
  /// Tables of children by class; 0: none.
  private(set) var rows: [UInt32] = []
  let classes: ScalarClasses

  /// Builds the tree of a sorted list.
  /// - Complexity: O(total length of the patterns), at most ``depthLimit`` scalars of each.
  init(_ list: PatternList) {
    classes = ScalarClasses(list.scalars)
    var level = [0..<list.patterns.count]
    var depth = 0
    var node = 0
    while !level.isEmpty {
      var next: [Range<Int>] = []
      for range in level {
        addChildren(of: node, range, depth: depth, list, &next)
        node += 1
      }
      level = next
      depth += 1
    }
  }

  /// Sets a node's patterns and appends its children, with the range of patterns below each.
  private mutating func addChildren(
    of node: Int, _ range: Range<Int>, depth: Int, _ list: PatternList, _ next: inout [Range<Int>]
  ) {
    var low = range.lowerBound
    if depth > 0, range.count == 1 || depth == Self.depthLimit {
      low = range.upperBound
    } else {
      while low < range.upperBound, list.patterns[low].count == depth { low += 1 }
    }
    nodes[node].low = UInt32(range.lowerBound)
    nodes[node].high = UInt32(low)
    let first = nodes.count
    while low < range.upperBound {
      let scalar = list.scalars[list.patterns[low].start + depth]
      var high = low + 1
      while high < range.upperBound, list.scalars[list.patterns[high].start + depth] == scalar {
        high += 1
      }
      nodes.append(Node())
      labels.append(scalar)
      next.append(low..<high)
      low = high
    }
    setChildren(of: node, first..<nodes.count)
  }

  private mutating func setChildren(of node: Int, _ children: Range<Int>) {
    nodes[node].first = UInt32(children.lowerBound)
    nodes[node].count = UInt32(children.count)
    let isRoot = node == 0
    let hasRoom = rows.count + classes.count <= Self.tableLimit
    guard isRoot || (children.count > Self.searchedChildren && hasRoom) else { return }
    nodes[node].first = UInt32(rows.count)
    nodes[node].count = Self.byTable
    let row = rows.count
    rows.append(contentsOf: repeatElement(0, count: classes.count))
    for child in children { rows[row + Int(classes[labels[child]])] = UInt32(child) }
  }
}
