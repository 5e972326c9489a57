import Codec
import Dispatch
import Foundation
import HTTP
import Synchronization

/// One client's WebSocket: takes its messages off the event loop, in their order.
final class GatewayConnection: WebSocketHandler {
  /// Messages of one client that may wait to be handled: with so many nothing more is read from it
  /// until half of them are done.
  private static let pendingLimit = 256

  private struct State {
    var socket: WebSocket?
    /// Made with the first message: most watchers never send one but their heartbeat.
    var queue: DispatchQueue?
    var pending = 0
    var pendingBytes = 0
    /// Whether nothing is read from the client meanwhile.
    var isPaused = false
  }

  /// base64url of 12 random bytes, as API Gateway's ids.
  let id = Base64.encodeURL(RandomBytes.make(12))
  /// Where this client reaches the server.
  let links: Links
  private let gateway: Gateway
  private let state = Mutex(State())

  init(links: Links, gateway: Gateway) {
    self.links = links
    self.gateway = gateway
  }

  var socket: WebSocket? { state.withLock { $0.socket } }

  func send(_ text: String) { socket?.send(PreparedMessage(text: text)) }

  func opened(_ socket: WebSocket) {
    state.withLock { $0.socket = socket }
    gateway.connected(self)
  }

  func text(_ text: UnsafeRawBufferPointer, from socket: WebSocket) {
    // The default heartbeat of common clients (contract section 3).
    if text.elementsEqual("ping".utf8) {
      socket.send(text: "pong")
      return
    }
    let (queue, isFull) = take(text.count)
    if isFull { socket.pauseReading() }
    let message = [UInt8](text)
    queue.async { [self] in
      gateway.handle(message, from: self)
      if isDone(message.count) { socket.resumeReading() }
    }
  }

  /// Counts one more message that waits.
  /// - Returns: the queue that handles it, and whether nothing more should wait behind it.
  private func take(_ bytes: Int) -> (queue: DispatchQueue, isFull: Bool) {
    state.withLock { state in
      state.pending += 1
      state.pendingBytes += bytes
      state.isPaused =
        state.pending >= Self.pendingLimit || state.pendingBytes >= gateway.pendingByteLimit / 2
      let queue = state.queue ?? DispatchQueue(label: "isoscan.connection")
      state.queue = queue
      return (queue, state.isPaused)
    }
  }

  /// Counts one message less.
  /// - Returns: whether reading goes on.
  private func isDone(_ bytes: Int) -> Bool {
    state.withLock { state in
      state.pending -= 1
      state.pendingBytes -= bytes
      guard state.isPaused, state.pending <= Self.pendingLimit / 2,
        state.pendingBytes <= gateway.pendingByteLimit / 4
      else { return false }
      state.isPaused = false
      return true
    }
  }

  func closed(_ socket: WebSocket, code: UInt16) { gateway.disconnected(self, code: code) }

  /// Lets the client's next messages wait, from where one of them is being handled, until
  /// ``resume()``, which has to follow.
  func pause() { state.withLock { $0.queue }?.suspend() }

  func resume() { state.withLock { $0.queue }?.resume() }
}
