extension CodeTrie {
  /// The tree's arrays as raw buffers, checked once here: every index in them was made by ``CodeTrie``.
  struct Walk {
    fileprivate let nodes: UnsafeBufferPointer<Node>
    fileprivate let labels: UnsafeBufferPointer<UInt32>
    fileprivate let rows: UnsafeBufferPointer<UInt32>
    fileprivate let classes: ScalarClasses.Reader

    /// The node for the first scalar of a word, 0 when no code begins so.
    @inline(__always) func root(_ scalar: UInt32) -> Int {
      Int(rows[Int(classes[scalar])])
    }

    @inline(__always) func hasChildren(_ node: Int) -> Bool { nodes[node].count != 0 }

    @inline(__always) func hasPatterns(at node: Int) -> Bool {
      nodes[node].low != nodes[node].high
    }

    /// The patterns that end at a node or are left there.
    @inline(__always) func patterns(at node: Int) -> Range<Int> {
      Int(nodes[node].low)..<Int(nodes[node].high)
    }

    /// Whether a sign, at which a code may be broken, or a blank leads on.
    func hasSign(below node: Int) -> Bool {
      LineBreak.containsSign { child(of: node, $0) != 0 } || child(of: node, 0x20) != 0
    }

    /// The node that a scalar leads to, 0 when there is none.
    @inline(__always) func child(of node: Int, _ scalar: UInt32) -> Int {
      let first = Int(nodes[node].first)
      let count = nodes[node].count
      if count == CodeTrie.byTable { return Int(rows[first + Int(classes[scalar])]) }
      return search(first..<first + Int(count), scalar)
    }

    /// Children stand in the order of their scalars.
    private func search(_ children: Range<Int>, _ scalar: UInt32) -> Int {
      var (low, high) = (children.lowerBound, children.upperBound)
      while high - low > 4 {
        let middle = low + (high - low) / 2
        if labels[middle] <= scalar { low = middle } else { high = middle }
      }
      while low < high {
        if labels[low] == scalar { return low }
        low += 1
      }
      return 0
    }
  }

  /// Runs `body` with the arrays held in place.
  @inline(__always)
  func withWalk<Result>(_ body: (Walk) -> Result) -> Result {
    nodes.withUnsafeBufferPointer { nodes in
      labels.withUnsafeBufferPointer { labels in
        rows.withUnsafeBufferPointer { rows in
          classes.withReader { classes in
            body(Walk(nodes: nodes, labels: labels, rows: rows, classes: classes))
          }
        }
      }
    }
  }
}
