import Foundation

/// Asks a running server about its queue: one HTTP/1.0 request a connection (RFC 1945).
struct QueueClient {
  let url: String

  /// - Parameter action: stats, dead, redrive or purge.
  /// - Returns: the answer's body.
  func run(_ action: String) throws(RuntimeFailure) -> String {
    let (method, path) =
      switch action {
      case "dead": ("GET", "/api/queue/dead?limit=1000")
      case "redrive": ("POST", "/api/queue/dead/redrive")
      case "purge": ("DELETE", "/api/queue/dead")
      default: ("GET", "/api/queue")
      }
    guard let components = URLComponents(string: url), let host = components.host,
      let port = components.port
    else { throw RuntimeFailure("the server's address \(url) is not understood") }
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    let answer = try exchange(
      "\(method) \(path) HTTP/1.0\r\nHost: \(host):\(port)\r\nContent-Length: 0\r\n\r\n",
      host: name, port: port)
    guard let end = answer.firstRange(of: "\r\n\r\n") else {
      throw RuntimeFailure("the server at \(url) gave no answer")
    }
    let body = String(answer[end.upperBound...])
    guard answer.prefix(while: { $0 != "\r\n" }).contains(" 200") else {
      throw RuntimeFailure("the server at \(url) refused: \(body)")
    }
    return body
  }

  private func exchange(
    _ request: String, host: String, port: Int
  ) throws(RuntimeFailure) -> String {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
      throw RuntimeFailure("the server's address \(url) can't be found")
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(found.pointee.ai_family, found.pointee.ai_socktype, 0)
    guard descriptor >= 0 else { throw failure("no socket") }
    defer { close(descriptor) }
    guard connect(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else {
      throw failure("can't connect")
    }
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
