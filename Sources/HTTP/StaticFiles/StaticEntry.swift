internal import Codec

/// One embedded file with all that can be known of it beforehand.
struct StaticEntry: Sendable {
  /// A form of the file, and the fields of its 200.
  private struct Form {
    let representation: Representation
    let whole: Response

    init(_ representation: Representation) {
      self.representation = representation
      whole = Response(200, fields: representation.wholeFields, body: representation.body)
    }

    func response(to head: RequestHead) -> Response {
      head.known.contains(.conditional)
        ? representation.response(to: head, now: MonotonicClock.wallMilliseconds() / 1_000) : whole
    }
  }

  private let plain: Form
  private let gzip: Form?

  /// A gzip form is kept where it saves at least an eighth.
  init(path: String, bytes: ConstantBytes, fields: ResponseFields) {
    let type = MediaType.of(path)
    let tag = SHA256.hash(Array(bytes.buffer)).prefix(12)
    let etag = Base64.encodeURL(tag)
    var packed: [UInt8]?
    if MediaType.isCompressible(type), bytes.buffer.count > 512 {
      let result = Deflate.compress(Array(bytes.buffer), format: .gzip, level: 9)
      if result.count < bytes.buffer.count / 8 * 7 { packed = result }
    }
    var shared = fields
    shared.append("Cache-Control", "no-cache")
    if packed != nil { shared.append("Vary", "Accept-Encoding") }
    var representation = Representation(constant: bytes, contentType: type, etag: "\"\(etag)\"")
    representation.fields = shared
    plain = Form(representation)
    gzip = packed.map { packed in
      // Another form is another representation: a strong tag of its own (RFC 9110 §8.8.3).
      var form = Representation(
        bytes: packed, contentType: type, etag: "\"\(etag)-gz\"")
      form.fields = shared
      form.fields.append("Content-Encoding", "gzip")
      return Form(form)
    }
  }

  func response(to head: RequestHead) -> Response {
    if let gzip, head.known.contains(.acceptEncoding),
      let field = head.value(of: "accept-encoding"),
      Array(field.utf8).withUnsafeBytes({ AcceptEncoding.prefersGzip($0) })
    {
      return gzip.response(to: head)
    }
    return plain.response(to: head)
  }
}
