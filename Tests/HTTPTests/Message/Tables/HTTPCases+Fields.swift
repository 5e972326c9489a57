// A table of data: one case a line, long lines and all.
// swift-format-ignore-file

extension HTTPCases {
  static let fields: [HTTPCase] = [
    HTTPCase("9112 §5", "a space before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n", 400),
    HTTPCase("9112 §5", "a tab before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX\t: a\r\n\r\n", 400),
    HTTPCase("9112 §5", "no colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400),
    HTTPCase("9112 §5", "no name", "GET / HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n", 400),
    HTTPCase("9112 §5", "an empty value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", 200),
    HTTPCase("9112 §5", "no blank after the colon", "GET / HTTP/1.1\r\nHost: a\r\nX:a\r\n\r\n", 200),
    HTTPCase("9112 §5", "many blanks after the colon", "GET / HTTP/1.1\r\nHost: a\r\nX:  \t a\r\n\r\n", 200),
    HTTPCase("9112 §5", "a blank in the name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: a\r\n\r\n", 400),
    HTTPCase("9112 §5", "a name in brackets", "GET / HTTP/1.1\r\nHost: a\r\nX[]: a\r\n\r\n", 400),
    HTTPCase("9112 §5", "a name with a slash", "GET / HTTP/1.1\r\nHost: a\r\nX/Y: a\r\n\r\n", 400),
    HTTPCase("9112 §5", "a NUL in the value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
    HTTPCase("9112 §5", "a bell in the value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{7}b\r\n\r\n", 400),
    HTTPCase("9112 §5", "DEL in the value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{7f}b\r\n\r\n", 400),
    HTTPCase("9112 §5", "a tab in the value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n", 200),
    HTTPCase("9112 §5", "bytes over 127 in the value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{e9}\r\n\r\n", 200),
    HTTPCase("9112 §5", "bytes over 127 in the name", "GET / HTTP/1.1\r\nHost: a\r\nX\u{e9}: a\r\n\r\n", 400),
    HTTPCase("9112 §5", "a folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400),
    HTTPCase("9112 §5", "a line folded by a tab", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n\tb\r\n\r\n", 400),
    HTTPCase("9112 §5", "a fold of nothing", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n \r\n\r\n", 400),
    HTTPCase("9112 §5", "a name of all token characters", "GET / HTTP/1.1\r\nHost: a\r\n!#$%&'*+-.^_`|~0aZ: a\r\n\r\n", 200),
    HTTPCase("9112 §5", "a quotation mark in the name", "GET / HTTP/1.1\r\nHost: a\r\n\"X\": a\r\n\r\n", 400),
    HTTPCase("9112 §5", "an equals sign for the colon", "GET / HTTP/1.1\r\nHost: a\r\nX= a\r\n\r\n", 400),
    HTTPCase("9112 §5", "the head over its limit", "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 40000) + "\r\n\r\n", 431),
    HTTPCase("9112 §5", "too many fields", "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 200) + "\r\n", 431),
    HTTPCase("9110 §10.1.1", "an unknown expectation", "GET / HTTP/1.1\r\nHost: a\r\nExpect: the-unexpected\r\n\r\n", 417),
  ]
}
