// A table of data: one case a line, long lines and all.
// swift-format-ignore-file

extension HTTPCases {
  /// RFC 3986 §3.2.2: IP-literal.
  private static let literals = [("[1::2::3]", 400), ("[:::1]", 400), ("[12345::]", 400), ("[1:2:3:4:5:6:7]", 400), ("[1:2:3:4:5:6:7:8:9]", 400), ("[::1.2.3.256]", 400), ("[::1.2.3]", 400), ("[::g]", 400), ("[:]", 400), ("[]", 400), ("[fe80::1%25eth0]", 400), ("[v1]", 400), ("[v.a]", 400), ("[vz.a]", 400), ("[v1.]", 400), ("[v1.a@]", 400), ("[::ffff:1.2.3.4]", 200), ("[1:2:3:4:5:6:7:8]", 200), ("[2001:DB8::]:80", 200), ("[v1.a:b]", 200)]

  static let host: [HTTPCase] = literals.map { HTTPCase("3986 §3.2.2", "the host \($0.0)", "GET / HTTP/1.1\r\nHost: \($0.0)\r\n\r\n", $0.1) } + [
    HTTPCase("9112 §3.2", "no Host", "GET / HTTP/1.1\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "two Host fields", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "two different Host fields", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with a port", "GET / HTTP/1.1\r\nHost: a:8080\r\n\r\n", 200),
    HTTPCase("9112 §3.2", "a Host with an empty port", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n", 200),
    HTTPCase("9112 §3.2", "a Host with letters for a port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a port over 65535", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with user information", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "an IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200),
    HTTPCase("9112 §3.2", "an IPv6 Host without its end", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "an IPv6 Host without brackets", "GET / HTTP/1.1\r\nHost: ::1\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a list of hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with a NUL", "GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with a tab inside", "GET / HTTP/1.1\r\nHost: a\tb\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with a question mark", "GET / HTTP/1.1\r\nHost: a?b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host with a fragment", "GET / HTTP/1.1\r\nHost: a#b\r\n\r\n", 400),
    HTTPCase("9112 §3.2", "a Host in capitals", "GET / HTTP/1.1\r\nHOST: A\r\n\r\n", 200),
    HTTPCase("9112 §3.2", "a Host with blanks around it", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", 200),
    HTTPCase("9112 §3.2", "HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", 200),
  ]
}
