/// One case of the HTTP conformance table.
struct HTTPCase: Sendable, CustomStringConvertible {
  /// The clause it is taken from, such as `9112 §6.1`.
  let clause: String
  let name: String
  let request: String
  /// Statuses of all responses, in order.
  let statuses: [Int]

  init(_ clause: String, _ name: String, _ request: String, _ statuses: Int...) {
    self.clause = clause
    self.name = name
    self.request = request
    self.statuses = statuses
  }

  var description: String { "\(clause) \(name)" }
}
