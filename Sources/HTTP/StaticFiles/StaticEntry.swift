internal import Codec

/// One file in memory with all that can be known of it beforehand.
struct StaticEntry: Sendable {
  /// A form of the file, and its 200.
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

  /// A file that lives as long as the process.
  init(path: String, bytes: ConstantBytes, lastModified: Int64?, fields: ResponseFields) {
    let tag = Base64.encodeURL(SHA256.hash(Array(bytes.buffer)).prefix(12))
    var representation = Representation(constant: bytes, contentType: MediaType.of(path))
    representation.lastModified = lastModified.map(Representation.told)
    self.init(representation, bytes.buffer, tag: tag, fields)
  }

  /// A file that was read into memory.
  /// - Parameter tag: changes whenever the file does.
  init(path: String, bytes: [UInt8], tag: String, lastModified: Int64, fields: ResponseFields) {
    var representation = Representation(bytes: bytes, contentType: MediaType.of(path))
    representation.lastModified = Representation.told(lastModified)
    self = bytes.withUnsafeBytes { Self(representation, $0, tag: tag, fields) }
  }

  /// A gzip form is kept where it saves at least an eighth.
  private init(
    _ representation: Representation, _ content: UnsafeRawBufferPointer, tag: String,
    _ fields: ResponseFields
  ) {
    var packed: [UInt8]?
    if MediaType.isCompressible(representation.contentType), content.count > 512 {
      let result = Deflate.compress(Array(content), format: .gzip, level: 9)
      if result.count < content.count / 8 * 7 { packed = result }
    }
    var plain = representation
    plain.etag = "\"\(tag)\""
    plain.fields = fields
    plain.fields.append("Cache-Control", "no-cache")
    if packed != nil { plain.fields.append("Vary", "Accept-Encoding") }
    self.plain = Form(plain)
    gzip = packed.map { packed in
      // Another form is another representation: a strong tag of its own (RFC 9110 §8.8.3).
      var form = Representation(
        bytes: packed, contentType: plain.contentType, etag: "\"\(tag)-gz\"")
      form.lastModified = plain.lastModified
      form.fields = plain.fields
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
