/// What a GET selects (RFC 9110 §3.2): its bytes and the validators that conditions and ranges need.
public struct Representation: Sendable {
  public var body: ResponseBody
  /// Bytes in all.
  public var length: Int64
  public var contentType: String
  /// A strong entity tag with its quotes, or nil.
  public var etag: String?
  /// Seconds since 1970.
  public var lastModified: Int64?
  /// More fields of the 200, 206 and 304, such as Content-Disposition.
  public var fields = ResponseFields()

  public init(file: OpenFile, contentType: String) {
    body = .file(FileSlice(file))
    length = file.size
    self.contentType = contentType
    etag = "\"\(file.identity)\""
    lastModified = Self.told(file.modified)
  }

  /// A time of change as it may be told: a Last-Modified later than Date is none (RFC 9110 §8.8.2.1).
  static func told(_ modified: Int64) -> Int64 {
    min(modified, MonotonicClock.wallMilliseconds() / 1_000)
  }

  public init(bytes: [UInt8], contentType: String, etag: String? = nil) {
    body = .bytes(bytes)
    length = Int64(bytes.count)
    self.contentType = contentType
    self.etag = etag
  }

  public init(constant: ConstantBytes, contentType: String, etag: String? = nil) {
    body = .constant(constant)
    length = Int64(constant.buffer.count)
    self.contentType = contentType
    self.etag = etag
  }
}
