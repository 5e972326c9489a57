internal import CLinux
internal import Glibc

/// An address of a socket: IPv4, IPv6 or a Unix path.
struct SocketAddress: Sendable {
  var storage = sockaddr_storage()
  var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  var family: Int32 { Int32(storage.ss_family) }

  /// The numeric addresses that `host` stands for.
  /// - Throws: ``SocketError`` naming the host.
  static func resolve(host: String, port: UInt16) throws(SocketError) -> SocketAddress {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let bare =
      host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    let status = getaddrinfo(bare.isEmpty ? nil : bare, String(port), &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    guard status == 0, let first = list, let found = first.pointee.ai_addr else {
      throw SocketError("cannot find the address \(host): \(String(cString: gai_strerror(status)))")
    }
    var address = SocketAddress()
    address.length = first.pointee.ai_addrlen
    withUnsafeMutableBytes(of: &address.storage) { storage in
      storage.copyMemory(
        from: UnsafeRawBufferPointer(start: found, count: min(Int(address.length), storage.count)))
    }
    return address
  }

  /// - Throws: ``SocketError`` for a path longer than the system takes (107 bytes).
  static func unix(path: String) throws(SocketError) -> SocketAddress {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard !bytes.isEmpty, bytes.count < room, !bytes.contains(0) else {
      throw SocketError("no usable path for a Unix socket: \(path)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    var result = SocketAddress()
    withUnsafeMutableBytes(of: &result.storage) { storage in
      withUnsafeBytes(of: &address) { storage.copyMemory(from: $0) }
    }
    result.length = socklen_t(MemoryLayout<sockaddr_un>.size)
    return result
  }

  /// The address that a socket is bound to.
  static func bound(to socket: Int32) -> SocketAddress {
    var address = SocketAddress()
    withUnsafeMutablePointer(to: &address.storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(socket, $0, &address.length)
      }
    }
    return address
  }

  func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  /// The numeric host without port; IPv4 inside IPv6 as IPv4; `unix` or the path of a Unix socket.
  var host: String {
    switch family {
    case AF_INET:
      return withUnsafeBytes(of: storage) { Self.text(AF_INET, $0.slice(4..<8)) }
    case AF_INET6:
      return withUnsafeBytes(of: storage) { bytes in
        let address = bytes.slice(8..<24)
        return Self.isMapped(address)
          ? Self.text(AF_INET, address.slice(12..<16)) : Self.text(AF_INET6, address)
      }
    case AF_UNIX:
      let path = withUnsafeBytes(of: storage) { Array($0.dropFirst(2).prefix { $0 != 0 }) }
      return path.isEmpty ? "unix" : String(decoding: path, as: UTF8.self)
    default: return "unknown"
    }
  }

  /// nil for a Unix socket.
  var port: UInt16? {
    guard family == AF_INET || family == AF_INET6 else { return nil }
    return withUnsafeBytes(of: storage) {
      UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    }
  }

  /// Whether only this machine can be at the other end.
  var isLocal: Bool {
    switch family {
    case AF_INET: withUnsafeBytes(of: storage) { $0[4] == 127 }
    case AF_INET6:
      withUnsafeBytes(of: storage) { bytes in
        let address = bytes.slice(8..<24)
        if Self.isMapped(address) { return address[12] == 127 }
        return address.dropLast().allSatisfy { $0 == 0 } && address[15] == 1
      }
    default: family == AF_UNIX
    }
  }

  /// `host:port` as a URL writes it, or the path.
  var description: String {
    guard let port else { return host }
    return host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  private static func isMapped(_ address: UnsafeRawBufferPointer) -> Bool {
    address.prefix(10).allSatisfy { $0 == 0 } && address[10] == 255 && address[11] == 255
  }

  private static func text(_ family: Int32, _ bytes: UnsafeRawBufferPointer) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 1)
    guard inet_ntop(family, bytes.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN)) != nil else {
      return "unknown"
    }
    return text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
