internal import Codec

extension Representation {
  /// The answer to a GET or HEAD: 200, 206, 304, 412 or 416, as conditions and ranges ask.
  public func response(to request: Request) -> Response {
    response(to: request.head, now: MonotonicClock.wallMilliseconds() / 1_000)
  }

  /// - Parameter now: seconds since 1970, for dates with years of two digits.
  func response(to head: RequestHead, now: Int64) -> Response {
    guard head.known.contains(.conditional) else { return whole() }
    switch Preconditions.evaluate(head, etag: etag, lastModified: lastModified, now: now) {
    case .failed: return Response(412)
    case .notModified: return notModified()
    case .proceed: break
    }
    // RFC 9110 §14.2: Range is for GET alone.
    guard head.method == .get, let field = head.value(of: "range"),
      Preconditions.allowsRange(head, etag: etag, lastModified: lastModified, now: now)
    else { return whole() }
    switch Array(field.utf8).withUnsafeBytes({ ByteRanges.parse($0, length: length) }) {
    case .whole: return whole()
    case .unsatisfiable: return unsatisfiable()
    case .parts(let ranges) where ranges.count == 1: return single(ranges[0])
    case .parts(let ranges): return multiple(ranges)
    }
  }

  /// What every answer says about the representation (a 304 too, RFC 9110 §15.4.5).
  private var validators: ResponseFields {
    var result = fields
    if let etag { result.append("ETag", etag) }
    if let lastModified { result.append("Last-Modified", HTTPDate.text(lastModified)) }
    return result
  }

  /// The fields of a 200.
  var wholeFields: ResponseFields {
    var result = validators
    result.append("Content-Type", contentType)
    result.append("Accept-Ranges", "bytes")
    return result
  }

  private func whole() -> Response { Response(200, fields: wholeFields, body: body) }

  /// Of what describes the content only what guides a cache is told (RFC 9110 §15.4.5).
  private func notModified() -> Response {
    var response = Response(304, fields: validators)
    response.fields.remove("Content-Encoding")
    return response
  }

  private func unsatisfiable() -> Response {
    var response = Response(416)
    response.fields.append("Content-Range", "bytes */\(length)")
    return response
  }

  private func single(_ range: Range<Int64>) -> Response {
    var response = Response(206, fields: wholeFields, body: slice(range))
    response.fields.append("Content-Range", contentRange(range))
    return response
  }

  private func contentRange(_ range: Range<Int64>) -> String {
    "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
  }

  /// RFC 9110 §14.6.
  private func multiple(_ ranges: [Range<Int64>]) -> Response {
    let boundary = RandomBytes.make(12).map { String($0, radix: 36) }.joined()
    var parts: [ResponseBody] = []
    for range in ranges {
      let head =
        "\r\n--\(boundary)\r\nContent-Type: \(contentType)\r\nContent-Range: \(contentRange(range))\r\n\r\n"
      parts.append(.bytes(Array(head.utf8)))
      parts.append(slice(range))
    }
    parts.append(.bytes(Array("\r\n--\(boundary)--\r\n".utf8)))
    var response = Response(206, fields: validators, body: .parts(parts))
    response.fields.append("Content-Type", "multipart/byteranges; boundary=\(boundary)")
    return response
  }

  private func slice(_ range: Range<Int64>) -> ResponseBody {
    let part = Int(range.lowerBound)..<Int(range.upperBound)
    switch body {
    case .bytes(let bytes): return .bytes(Array(bytes[part.clamped(to: bytes.indices)]))
    case .constant(let bytes):
      return .constant(ConstantBytes(livingForever: bytes.buffer.slice(part)))
    case .file(let slice): return .file(FileSlice(slice.file, range: range))
    case .empty, .parts, .stream: return body
    }
  }
}
