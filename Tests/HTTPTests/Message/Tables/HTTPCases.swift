/// The conformance table, by clause.
enum HTTPCases {
  static let all: [HTTPCase] =
    requestLine
    + target
    + host
    + fields
    + framing
    + chunks
    + connections
    + conditions
    + grammar
    + smuggling
}
