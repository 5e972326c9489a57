/// Opens all of a server's listeners, or none.
struct Listeners {
  let set: ListenerSet
  let bound: [BoundAddress]

  static func open(_ configuration: ServerConfiguration) throws(SocketError) -> Listeners {
    var numbers: [Int32] = []
    var paths: [String] = []
    var bound: [BoundAddress] = []
    do throws(SocketError) {
      for address in configuration.addresses {
        if address == .activated {
          for number in SystemdSockets.passed() {
            let listener = try Listener(activated: number)
            bound.append(listener.bound)
            numbers.append(listener.release())
          }
        } else {
          let listener = try Listener(address, backlog: configuration.backlog)
          if let path = listener.ownedPath { paths.append(path) }
          bound.append(listener.bound)
          numbers.append(listener.release())
        }
      }
      if numbers.isEmpty { throw SocketError("no address to listen on") }
    } catch {
      _ = ListenerSet(numbers: numbers, paths: paths)
      throw error
    }
    return Listeners(set: ListenerSet(numbers: numbers, paths: paths), bound: bound)
  }
}
