/// The endpoints of one path, by method.
struct RouteEndpoints: Sendable {
  struct Entry: Sendable {
    var method: Method
    /// Names of the path's parts, in order.
    var names: [String]
    var endpoint: Endpoint
  }

  var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ entry: Entry) {
    entries.removeAll { $0.method == entry.method }
    entries.append(entry)
  }

  func find(_ method: Method) -> Entry? {
    var get: Entry?
    for entry in entries {
      if entry.method == method { return entry }
      if entry.method == .get { get = entry }
    }
    return method == .head ? get : nil
  }

  /// What Allow lists.
  var allowed: [Method] {
    let named = Set(entries.map(\.method))
    return Method.allCases.filter { method in
      named.contains(method) || method == .options || method == .head && named.contains(.get)
    }
  }
}

/// A node of the tree of path segments.
struct RouteNode: Sendable {
  private var literals: [String: RouteNode] = [:]
  /// At most one: the node below `{name}`.
  private var named: [RouteNode] = []
  private var rest = RouteEndpoints()
  private var endpoints = RouteEndpoints()

  mutating func add(
    _ path: ArraySlice<RoutePiece>, names: [String], _ method: Method, _ endpoint: Endpoint
  ) {
    switch path.first {
    case nil:
      endpoints.add(.init(method: method, names: names, endpoint: endpoint))
    case .literal(let text):
      literals[text, default: RouteNode()].add(path.dropFirst(), names: names, method, endpoint)
    case .name(let name):
      if named.isEmpty { named.append(RouteNode()) }
      named[0].add(path.dropFirst(), names: names + [name], method, endpoint)
    case .rest(let name):
      rest.add(.init(method: method, names: names + [name], endpoint: endpoint))
    }
  }

  /// - Returns: the endpoints of the best pattern, and the values of its names.
  func find(
    _ segments: ArraySlice<String>, values: [String]
  ) -> (endpoints: RouteEndpoints, values: [String])? {
    guard let segment = segments.first else {
      return endpoints.isEmpty ? nil : (endpoints, values)
    }
    if let found = literals[segment]?.find(segments.dropFirst(), values: values) { return found }
    if let next = named.first, !segment.isEmpty,
      let found = next.find(segments.dropFirst(), values: values + [segment])
    {
      return found
    }
    if rest.isEmpty { return nil }
    return (rest, values + [segments.joined(separator: "/")])
  }
}
