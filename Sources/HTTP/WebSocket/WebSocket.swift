internal import Synchronization

/// One open WebSocket connection; usable from any thread.
///
/// Messages of one thread go out in the order it sent them. After the connection has gone,
/// everything here does nothing.
public final class WebSocket: Sendable {
  let loop: EventLoop
  let connection: ConnectionID
  /// The client's address without port.
  public let remoteAddress: String
  /// The handshake's User-Agent.
  public let userAgent: String
  /// Milliseconds since 1970.
  public let connectedAt: Int64
  let lastActive: Atomic<Int64>
  let unsent = Atomic<Int>(0)
  let open = Atomic<Bool>(true)

  init(
    loop: EventLoop, connection: ConnectionID, remoteAddress: String, userAgent: String,
    connectedAt: Int64
  ) {
    self.loop = loop
    self.connection = connection
    self.remoteAddress = remoteAddress
    self.userAgent = userAgent
    self.connectedAt = connectedAt
    lastActive = Atomic(connectedAt)
  }

  /// When the last message came or went: milliseconds since 1970.
  public var lastActiveAt: Int64 { lastActive.load(ordering: .relaxed) }

  /// Bytes that wait to be sent, as last known.
  public var bufferedBytes: Int { unsent.load(ordering: .relaxed) }

  /// Whether messages may still be sent.
  public var isOpen: Bool { open.load(ordering: .relaxed) }

  public func send(text: String) {
    var text = text
    text.withUTF8 { send(text: UnsafeRawBufferPointer($0)) }
  }

  /// - Parameter text: has to be UTF-8.
  public func send(text: UnsafeRawBufferPointer) { send(.text, text) }

  public func send(binary: UnsafeRawBufferPointer) { send(.binary, binary) }

  private func send(_ kind: MessageKind, _ payload: UnsafeRawBufferPointer) {
    if loop.sendDirectly(kind, payload, to: connection) { return }
    loop.post(.send(connection, PreparedMessage(kind, payload), replacing: 0))
  }

  /// Sends a message that may go to other clients too, encoded and compressed once.
  /// - Parameter key: not 0: while an earlier message of the same key is still unsent, this one
  ///   takes its place. So a client that is slow gets the newest of a kind, not all of them.
  public func send(_ message: PreparedMessage, replacing key: UInt64 = 0) {
    loop.post(.send(connection, message, replacing: key))
  }

  /// Sends one message to many clients; cheaper than a call for each.
  public static func broadcast(
    _ message: PreparedMessage, to sockets: some Sequence<WebSocket>, replacing key: UInt64 = 0
  ) {
    var byLoop: [ObjectIdentifier: (EventLoop, [ConnectionID])] = [:]
    for socket in sockets {
      byLoop[ObjectIdentifier(socket.loop), default: (socket.loop, [])].1.append(socket.connection)
    }
    for (loop, connections) in byLoop.values {
      // In the order in which they were opened, in memory the kernel's objects follow each other: a
      // broadcast to 10,000 takes a third longer in a random order.
      let ordered = connections.sorted { $0.slot < $1.slot }
      loop.post(.broadcast(ordered, message, replacing: key))
    }
  }

  /// Reads nothing more from the client, what has been read already included, until
  /// ``resumeReading()``. For the handler's own calls: none follows the one that paused.
  ///
  /// Pings and the client's close wait too; the client is not taken for lost meanwhile.
  public func pauseReading() {
    precondition(loop.isOwnThread, "reading is paused by the handler's calls alone")
    loop.connections[connection]?.session?.pauseReading()
  }

  /// Goes on reading.
  public func resumeReading() { loop.post(.resumeReading(connection)) }

  /// Begins the closing handshake (RFC 6455 §7.1.2).
  /// - Parameters:
  ///   - code: 1000, 1001, 1003, 1007-1014 or 3000-4999.
  ///   - reason: is cut to 123 bytes of UTF-8.
  public func close(code: UInt16 = 1000, reason: String = "") {
    loop.post(.close(connection, code, reason))
  }
}
