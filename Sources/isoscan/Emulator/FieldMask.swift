/// A partial response's mask (API guide "Return specific fields"): `files(id,name),nextPageToken`,
/// `files/id`, `*`.
struct FieldMask: Equatable {
  /// Masks of named fields; `nil` for a field that is taken whole.
  private var fields: [String: FieldMask?] = [:]
  private var takesAll = false

  /// - Returns: `nil` for what is no mask.
  init?(_ text: String) {
    var rest = Array(text)[...]
    guard let mask = Self.list(&rest, depth: 0), rest.isEmpty else { return nil }
    self = mask
  }

  private init() {}

  /// Masks in each other.
  private static let depthLimit = 16

  private static func list(_ rest: inout ArraySlice<Character>, depth: Int) -> FieldMask? {
    guard depth < depthLimit else { return nil }
    var mask = FieldMask()
    repeat {
      let name = String(rest.prefix { !",()/".contains($0) })
      guard !name.isEmpty else { return nil }
      rest = rest.dropFirst(name.count)
      guard let inner = inner(&rest, depth: depth) else { return nil }
      if name == "*" {
        mask.takesAll = true
      } else {
        mask.fields[name] = .some(inner)
      }
      guard rest.first == "," else { break }
      rest.removeFirst()
    } while true
    return mask
  }

  /// What follows a name: a list in parentheses, a name behind a slash, or nothing (`.some(nil)`).
  private static func inner(_ rest: inout ArraySlice<Character>, depth: Int) -> FieldMask?? {
    if rest.first == "(" {
      rest.removeFirst()
      guard let mask = list(&rest, depth: depth + 1), rest.popFirst() == ")" else { return nil }
      return mask
    }
    guard rest.first == "/" else { return .some(nil) }
    rest.removeFirst()
    let name = String(rest.prefix { !",()/".contains($0) })
    guard !name.isEmpty, depth < depthLimit else { return nil }
    rest = rest.dropFirst(name.count)
    guard let below = inner(&rest, depth: depth + 1) else { return nil }
    var mask = FieldMask()
    mask.fields[name] = .some(below)
    return mask
  }

  func apply(to value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object) where !takesAll:
      return .object(
        object.reduce(into: [:]) { kept, field in
          guard let mask = fields[field.key] else { return }
          kept[field.key] = mask?.apply(to: field.value) ?? field.value
        })
    case .array(let items): return .array(items.map { apply(to: $0) })
    default: return value
    }
  }
}
