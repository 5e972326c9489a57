internal import CLinux
internal import Glibc

/// A listening socket.
struct Listener: ~Copyable, Sendable {
  let descriptor: Descriptor
  let address: SocketAddress
  /// A Unix socket's path, which goes with the listener; nil where systemd made it.
  let ownedPath: String?

  /// Binds and listens; another socket that listens on the address is an error.
  /// - Throws: ``SocketError`` naming the address.
  init(_ address: ListenAddress, backlog: Int32) throws(SocketError) {
    switch address {
    case .tcp(let host, let port):
      try self.init(tcp: SocketAddress.resolve(host: host, port: port), backlog: backlog)
    case .unix(let path): try self.init(path: path, backlog: backlog)
    case .activated: throw SocketError("an activated socket is passed, not opened")
    }
  }

  private init(tcp address: SocketAddress, backlog: Int32) throws(SocketError) {
    let socket = try Self.open(address.family)
    // SO_REUSEADDR lets a restart bind over connections in TIME_WAIT; on Linux it never lets two
    // sockets listen on one address.
    Self.set(socket.number, SOL_SOCKET, SO_REUSEADDR, 1)
    // Accepted sockets inherit it: a response does not wait for the acknowledgement of the last.
    Self.set(socket.number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    if address.family == AF_INET6 { Self.set(socket.number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    try Self.bindAndListen(socket.number, address, backlog)
    self.address = SocketAddress.bound(to: socket.number)
    descriptor = socket
    ownedPath = nil
  }

  private init(path: String, backlog: Int32) throws(SocketError) {
    let address = try SocketAddress.unix(path: path)
    try Self.removeStale(path, address)
    let socket = try Self.open(AF_UNIX)
    try Self.bindAndListen(socket.number, address, backlog)
    self.address = address
    descriptor = socket
    ownedPath = path
  }

  /// Takes over a socket that listens already, as systemd passes it.
  init(activated number: Int32) throws(SocketError) {
    var listens: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens != 0 else {
      throw SocketError("descriptor \(number) from LISTEN_FDS does not listen")
    }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    address = SocketAddress.bound(to: number)
    if address.port != nil { Self.set(number, Int32(IPPROTO_TCP), TCP_NODELAY, 1) }
    descriptor = Descriptor(number)
    ownedPath = nil
  }

  /// Gives the descriptor away; whoever takes it closes it and removes the path.
  consuming func release() -> Int32 { descriptor.release() }

  var bound: BoundAddress {
    BoundAddress(host: address.host, port: address.port, isLocal: address.isLocal)
  }

  private static func open(_ family: Int32) throws(SocketError) -> Descriptor {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let number = socket(family, type | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SocketError("cannot open a socket", errno) }
    return Descriptor(number)
  }

  private static func bindAndListen(
    _ socket: Int32, _ address: SocketAddress, _ backlog: Int32
  ) throws(SocketError) {
    guard address.withSockaddr({ bind(socket, $0, $1) }) == 0, listen(socket, backlog) == 0 else {
      throw SocketError("cannot listen on \(address.description)", errno)
    }
  }

  static func set(_ socket: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Removes a socket that nobody listens on any more; a live one makes `bind` fail.
  private static func removeStale(_ path: String, _ address: SocketAddress) throws(SocketError) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
    let probe = try open(AF_UNIX)
    if address.withSockaddr({ connect(probe.number, $0, $1) }) != 0, errno == ECONNREFUSED {
      unlink(path)
    }
  }
}

/// Socket activation (sd_listen_fds(3)).
enum SystemdSockets {
  /// The first descriptor that systemd passes.
  private static let first: Int32 = 3

  /// Descriptors passed to this process; empty without activation.
  static func passed() -> Range<Int32> {
    guard let pid = number("LISTEN_PID"), pid == getpid(), let count = number("LISTEN_FDS"),
      count > 0, count < 1_024
    else { return first..<first }
    return first..<first + count
  }

  private static func number(_ name: String) -> Int32? {
    getenv(name).flatMap { Int32(String(cString: $0)) }
  }
}
