internal import CLinux
internal import Glibc
internal import Synchronization

/// Accepts connections for all loops; lives on the first.
///
/// One acceptor that deals out to the loop with the fewest connections spreads them evenly, which
/// neither EPOLLEXCLUSIVE (it wakes the same loop again and again) nor SO_REUSEPORT does: that hashes
/// (of 100 connections over two listeners the larger half was 50 to 62 in 20 tries), would let a second
/// server bind, and loses what waits at a listener that closes. The hop by mailbox costs for it: a
/// WebSocket's handshake took 31 µs of CPU time on one loop and 46 µs on two. Connections that last for
/// a whole scan are worth that; 13,000 a second are opened all the same.
final class Acceptor {
  /// Connections accepted from one listener before the loop's others have their turn.
  private static let turn = 64
  /// Refused connections that may wait for their 503 to be read; beyond they are closed at once.
  private static let politeRefusals = 128
  /// Nanoseconds to stop accepting where not even a spare descriptor helps.
  private static let pause: UInt64 = 200_000_000

  private let loop: EventLoop
  private let loops: [EventLoop]
  private let listeners: ListenerSet
  /// Kept open to be given up for a connection that finds no descriptor free.
  private var spare: Int32 = -1
  private var pausedUntil: UInt64 = 0

  init(loop: EventLoop, loops: [EventLoop], listeners: ListenerSet) {
    self.loop = loop
    self.loops = loops
    self.listeners = listeners
    openSpare()
    watch()
  }

  deinit {
    if spare >= 0 { close(spare) }
    listeners.closeAll()
  }

  var isPaused: Bool { pausedUntil > 0 }

  private func watch() {
    for (index, number) in listeners.numbers.enumerated() {
      loop.watch(number, UInt32(EPOLLIN.rawValue), UInt64(index + 1))
    }
  }

  private func openSpare() { spare = open("/dev/null", O_RDONLY | O_CLOEXEC) }

  /// Accepts what waits at a listener.
  func accept(_ index: Int) {
    guard index < listeners.numbers.count, !isPaused else { return }
    for _ in 0..<Self.turn {
      var address = SocketAddress()
      let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      let number = withUnsafeMutablePointer(to: &address.storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          accept4(listeners.numbers[index], $0, &address.length, flags)
        }
      }
      if number >= 0 {
        admit(number, address)
      } else if !recover(errno, index) {
        return
      }
    }
  }

  /// What an error of accept(2) asks for.
  /// - Returns: whether to go on accepting.
  private func recover(_ error: Int32, _ index: Int) -> Bool {
    switch error {
    case EAGAIN: return false
    // Errors of the one connection (accept(2)): the next may be sound.
    case EINTR, ECONNABORTED, EPROTO, EPERM, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET,
      EHOSTUNREACH, ENETUNREACH, ETIMEDOUT:
      return true
    case EMFILE, ENFILE: return refuseBySpare(listeners.numbers[index])
    default:
      rest()
      return false
    }
  }

  /// Out of descriptors: uses the spare one to tell the client so.
  private func refuseBySpare(_ listener: Int32) -> Bool {
    guard spare >= 0 else {
      rest()
      return false
    }
    close(spare)
    let number = accept4(listener, nil, nil, Int32(SOCK_NONBLOCK.rawValue))
    let wasEmpty = number < 0
    if number >= 0 { refuse(number) }
    openSpare()
    if spare < 0 { rest() }
    return !wasEmpty && spare >= 0
  }

  /// Answers 503 as well as can be done without waiting.
  private func refuse(_ number: Int32) {
    loop.counters.refusedConnections += 1
    let text = loop.context.refusalText
    _ = text.withUnsafeBytes { send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    shutdown(number, Int32(SHUT_WR))
    // Unread bytes would turn the close into a reset, which may destroy the answer.
    _ = recv(number, loop.readBuffer.baseAddress, loop.readBuffer.count, 0)
    close(number)
  }

  /// Stops listening for a moment rather than spin.
  private func rest() {
    pausedUntil = loop.now + Self.pause
    for (index, number) in listeners.numbers.enumerated() {
      loop.rewatch(number, 0, UInt64(index + 1))
    }
  }

  /// Listens again when the moment is over.
  func resume(now: UInt64) {
    guard isPaused, now >= pausedUntil else { return }
    pausedUntil = 0
    if spare < 0 { openSpare() }
    for (index, number) in listeners.numbers.enumerated() {
      loop.rewatch(number, UInt32(EPOLLIN.rawValue), UInt64(index + 1))
    }
  }

  private func admit(_ number: Int32, _ address: SocketAddress) {
    let host = address.family == AF_UNIX ? "unix" : address.host
    let isLocal = address.isLocal
    let admission = loop.context.gate.admit(host, isLocal: isLocal)
    if admission == .refused, loop.context.gate.lingering >= Self.politeRefusals {
      loop.context.gate.leave(host, isLocal: isLocal, wasRefused: true)
      return refuse(number)
    }
    if admission == .refused { loop.counters.refusedConnections += 1 }
    loop.counters.acceptedConnections += 1
    let socket = AcceptedSocket(
      number: number, remoteAddress: host, isLocal: isLocal, isRefused: admission == .refused)
    hand(socket)
  }

  private func hand(_ socket: AcceptedSocket) {
    var best = loop
    for other in loops
    where other.load.load(ordering: .relaxed) < best.load.load(ordering: .relaxed) {
      best = other
    }
    best.load.add(1, ordering: .relaxed)
    if best === loop { loop.adopt(socket) } else { best.post(.adopt(socket)) }
  }
}
