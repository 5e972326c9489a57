internal import Glibc

/// What the kernel has yet to bring to the other end.
enum UnsentBytes {
  /// Bytes written to a socket that its peer has not acknowledged (tcp(7), unix(7): SIOCOUTQ).
  static func count(_ socket: Int32) -> Int {
    var count: Int32 = 0
    return ioctl(socket, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
  }
}
