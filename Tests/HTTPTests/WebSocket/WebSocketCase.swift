@testable import HTTP

/// One case of the Autobahn suite by its number.
struct WebSocketCase: Sendable, CustomStringConvertible {
  let number: String
  let bytes: [UInt8]
  let events: [String]

  init(_ number: String, _ frames: [Frame], _ events: String...) {
    self.number = number
    bytes = frames.flatMap(\.bytes)
    self.events = events
  }

  var description: String { number }
}
