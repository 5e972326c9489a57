import Foundation

/// Asks a running server about its queue: one HTTP/1.0 request a connection (RFC 1945).
struct QueueClient {
  let url: String

  /// - Parameters:
  ///   - action: stats, dead, redrive or purge.
  ///   - id: the one dead letter that is meant; `nil`: all.
  /// - Returns: the answer's body.
  func run(_ action: String, _ id: Int64? = nil) throws(RuntimeFailure) -> String {
    let one = id.map { "/\($0)" } ?? ""
    let (method, path) =
      switch action {
      case "dead": ("GET", "/api/queue/dead?limit=1000")
      case "redrive": ("POST", "/api/queue/dead\(one)/redrive")
      case "purge": ("DELETE", "/api/queue/dead\(one)")
      default: ("GET", "/api/queue")
      }
    let (descriptor, host) = try open()
    defer { close(descriptor) }
    let answer = try exchange(
      "\(method) \(path) HTTP/1.0\r\nHost: \(host)\r\nContent-Length: 0\r\n\r\n", descriptor)
    guard let end = answer.firstRange(of: "\r\n\r\n") else {
      throw RuntimeFailure("the server at \(url) gave no answer")
    }
    let body = String(answer[end.upperBound...])
    guard answer.prefix(while: { $0 != "\r\n" }).contains(" 200") else {
      throw RuntimeFailure("the server at \(url) refused: \(body)")
    }
    return body
  }

  /// - Returns: a connected socket, and what goes into Host.
  private func open() throws(RuntimeFailure) -> (descriptor: Int32, host: String) {
    if url.hasPrefix("unix:") {
      return (try connectUnix(String(url.dropFirst("unix:".count))), "localhost")
    }
    guard let components = URLComponents(string: url), let host = components.host,
      let port = components.port
    else { throw RuntimeFailure("the server's address \(url) is not understood") }
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    let field = name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)"
    return (try connectTCP(name, port), field)
  }

  private func connectUnix(_ path: String) throws(RuntimeFailure) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw RuntimeFailure("the server's address \(url) is not understood")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return try withUnsafePointer(to: &address) { pointer throws(RuntimeFailure) in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        pointer throws(RuntimeFailure) in
        try connected(AF_UNIX, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private func connectTCP(_ host: String, _ port: Int) throws(RuntimeFailure) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
      throw RuntimeFailure("the server's address \(url) can't be found")
    }
    defer { freeaddrinfo(found) }
    return try connected(found.pointee.ai_family, found.pointee.ai_addr, found.pointee.ai_addrlen)
  }

  private func connected(
    _ family: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t
  ) throws(RuntimeFailure) -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw failure("no socket") }
    guard connect(descriptor, address, length) == 0 else {
      defer { close(descriptor) }
      throw failure("can't connect")
    }
    return descriptor
  }

  private func exchange(
    _ request: String, _ descriptor: Int32
  ) throws(RuntimeFailure) -> String {
    let bytes = Array(request.utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else { throw failure("can't send") }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw failure("can't receive") }
      if count == 0 { break }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  private func failure(_ what: String) -> RuntimeFailure {
    RuntimeFailure("the server at \(url): \(what): \(String(cString: strerror(errno)))")
  }
}
