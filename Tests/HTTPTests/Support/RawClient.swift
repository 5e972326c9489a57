import Glibc
import Testing

/// A blocking client that sends just the bytes it is told to.
final class RawClient {
  private let socket: Int32

  /// - Parameter receiveBuffer: bytes that the kernel may hold unread; nil for its own choice.
  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var receiveBuffer {
      setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // A test that hangs is a test that fails: nothing here takes 60 s.
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let status = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if status != 0 { throw ClientError(code: errno) }
  }

  struct ClientError: Error { let code: Int32 }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// - Returns: false where the connection is gone.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          socket, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  /// Sends no more; reading goes on.
  func finish() { shutdown(socket, Int32(SHUT_WR)) }

  /// What comes next, at most `limit` bytes; empty at the end or a reset.
  func read(_ limit: Int = 65_536) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = recv(socket, &buffer, limit, 0)
    if count < 0, errno == EAGAIN { Issue.record("nothing came for 60 s, not even an end") }
    return Array(buffer.prefix(max(0, count)))
  }

  func readExactly(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = read(min(count - bytes.count, 65_536))
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  func readToEnd() -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = read()
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// One response with a Content-Length: head and body.
  func response(hasBody: Bool = true) -> (head: String, body: [UInt8]) {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      let byte = read(1)
      if byte.isEmpty { break }
      head += byte
    }
    let text = String(decoding: head, as: UTF8.self)
    var length = 0
    for line in text.split(separator: "\r\n") {
      if line.lowercased().hasPrefix("content-length: ") { length = Int(line.dropFirst(16)) ?? 0 }
    }
    return (text, hasBody ? readExactly(length) : [])
  }

  deinit { close(socket) }
}
