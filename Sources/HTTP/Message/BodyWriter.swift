internal import Dispatch
internal import Synchronization

/// Writes the body of one response from any one thread but the event loop's.
///
/// ``write(_:)`` blocks while the client is behind by ``highWater``; so the writer never runs ahead
/// of the client by more than that and one piece. A writer that goes without ``finish()`` aborts.
public final class BodyWriter: Sendable {
  /// Unsent bytes above which ``write(_:)`` waits: a few pieces of 64 KB.
  public static let highWater = 262_144

  let relay = BodyRelay()
  private let deliver: @Sendable (_ bytes: [UInt8], _ end: BodyEnd?) -> Void

  init(deliver: @escaping @Sendable (_ bytes: [UInt8], _ end: BodyEnd?) -> Void) {
    self.deliver = deliver
  }

  /// Sends a piece; empty ones are ignored.
  /// - Returns: false when the client is gone: stop writing.
  @discardableResult
  public func write(_ bytes: [UInt8]) -> Bool {
    if bytes.isEmpty { return !isClosed }
    guard relay.reserve(BodyRelay.cost(of: bytes.count)) else { return false }
    deliver(bytes, nil)
    return true
  }

  /// Ends the body.
  public func finish() { if relay.end() { deliver([], .complete) } }

  /// Gives up: the connection is closed, so that the client sees an incomplete body.
  public func abort() { if relay.end() { deliver([], .aborted) } }

  /// Whether the client is gone.
  public var isClosed: Bool { relay.isClosed }

  deinit { if relay.end() { deliver([], .aborted) } }
}

/// What a body's writer and its connection share.
final class BodyRelay: Sendable {
  private struct State {
    var unsent = 0
    var isClosed = false
    var isEnded = false
    var waits = false
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)

  /// What a piece counts: its bytes and its framing.
  static func cost(of count: Int) -> Int { count + 16 }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Waits for room.
  /// - Returns: false when the connection is gone or the body has ended.
  func reserve(_ count: Int) -> Bool {
    while true {
      let decision: Bool? = state.withLock { state in
        if state.isClosed || state.isEnded { return false }
        if state.unsent >= BodyWriter.highWater {
          state.waits = true
          return nil
        }
        state.unsent += count
        return true
      }
      if let decision { return decision }
      room.wait()
    }
  }

  /// - Returns: whether this was the first end.
  func end() -> Bool {
    state.withLock { state in
      defer { state.isEnded = true }
      return !state.isEnded && !state.isClosed
    }
  }

  /// The connection has sent so much.
  func sent(_ count: Int) {
    wake { state in
      state.unsent = max(0, state.unsent - count)
      return state.unsent < BodyWriter.highWater / 2
    }
  }

  /// The connection is gone.
  func close() {
    wake { state in
      state.isClosed = true
      return true
    }
  }

  private func wake(_ change: (inout State) -> Bool) {
    let wakes = state.withLock { state in
      guard change(&state), state.waits else { return false }
      state.waits = false
      return true
    }
    if wakes { room.signal() }
  }
}

/// How a streamed body ends.
enum BodyEnd: Sendable {
  case complete
  case aborted
}
