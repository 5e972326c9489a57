/// Reads documents of any kind and hands out their pages of placed text.
///
/// Keep one a worker and reuse it: it keeps its buffers. Never traps, whatever the bytes are.
public struct Extractor {
  /// Changes when the same bytes would give other pages; part of the key of cached text.
  public static let version = 1

  private let limits: Limits
  private var page = Page()
  private var reader = PageReader()

  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Reads a document and calls `body` with each page, in order; the page is reused after the call.
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: for messages only; what the file is, its content tells.
  /// - Throws: what ended the reading; pages handed out before it stand.
  public mutating func extract(
    _ bytes: UnsafeRawBufferPointer, name: String, deadline: Deadline,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    throw .unreadable("not read yet")
  }
}
