import Testing

@testable import HTTP

@Suite struct MultipartTests {
  private func read(_ pieces: [[UInt8]], boundary: String = "XX") -> [String] {
    var events: [String] = []
    guard var parser = MultipartParser(contentType: "multipart/form-data; boundary=\(boundary)")
    else { return ["no parser"] }
    var data: [UInt8] = []
    do throws(MultipartError) {
      for piece in pieces {
        try piece.withUnsafeBytes { bytes in
          Result { () throws(MultipartError) in
            try parser.parse(bytes) { event in
              switch event {
              case .part(let part):
                events.append(
                  "part \(part.name) \(part.fileName ?? "-") \(part.contentType ?? "-")")
              case .data(let bytes): data += bytes
              case .partEnd:
                events.append("data \(String(decoding: data, as: UTF8.self))")
                data = []
              case .end: events.append("end")
              }
            }
          }
        }.get()
      }
    } catch { events.append("error") }
    return events
  }

  private static let form = """
    preamble\r
    --XX\r
    Content-Disposition: form-data; name="a"\r
    \r
    value\r
    --XX  \r
    Content-Disposition: form-data; name="f"; filename="d%22 \u{E9}.pdf"\r
    Content-Type: application/pdf\r
    \r
    %PDF\r\n--X\r\n--\r\r\n-XX\r
    --XX\r
    content-disposition: form-data; name=g; filename="x"; filename*=UTF-8''%e2%82%ac\r
    \r
    \r
    --XX--\r
    epilogue
    """

  private static let expected = [
    "part a - -", "data value", "part f d\" \u{E9}.pdf application/pdf",
    "data %PDF\r\n--X\r\n--\r\r\n-XX", "part g \u{20AC} -", "data ", "end",
  ]

  @Test("parts, names, files and data come out as they were put in")
  func whole() { #expect(read([Array(Self.form.utf8)]) == Self.expected) }

  @Test("a body split anywhere reads the same")
  func splits() {
    let bytes = Array(Self.form.utf8)
    for split in 0...bytes.count {
      #expect(read([Array(bytes[..<split]), Array(bytes[split...])]) == Self.expected, "\(split)")
    }
    #expect(read(bytes.map { [$0] }) == Self.expected)
  }

  @Test("an empty part has no data")
  func emptyPart() {
    let body = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n--XX--"
    #expect(read([Array(body.utf8)]) == ["part a - -", "data ", "end"])
  }

  @Test(
    "what is malformed is refused",
    arguments: [
      "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XX--",
      "--XX\r\nno colon\r\n\r\nx\r\n--XX--", "--XX\r\n\r\nx\r\n--XX--", "--XXy\r\n",
      "--XX\r\nX: \(String(repeating: "a", count: 9_000))",
    ])
  func malformed(_ body: String) { #expect(read([Array(body.utf8)]).last == "error") }

  @Test(
    "a type without a usable boundary has no parser",
    arguments: [
      "multipart/form-data", "multipart/mixed; boundary=a", "multipart/form-data; boundary=",
      "multipart/form-data; boundary=\"", "multipart/form-data; boundary=\"a \"", "",
    ])
  func noBoundary(_ type: String) { #expect(MultipartParser(contentType: type) == nil) }

  @Test("a quoted boundary and capitals in the type are understood")
  func quotedBoundary() {
    #expect(MultipartParser(contentType: "Multipart/Form-Data; charset=x; Boundary=\"a;b\"") != nil)
  }
}
