import Codec
import FileSources
import HTTP
import Pipeline

/// Splits an upload's body into files and keeps them: multipart/form-data (RFC 7578), or one file
/// named by `?name=`.
///
/// The first thing that goes wrong is kept and ends the upload; nothing of it is left then.
struct UploadBody: ~Copyable {
  private enum Form {
    case multipart(MultipartParser)
    /// The body is the file; its name.
    case single(String)
  }

  private var form: Form?
  private var pending: PendingUpload?
  private var failure: Failure?
  /// Whether the part that is being read is a file.
  private var isInFile = false
  private var files = 0

  init(request: Request, uploads: UploadStore) {
    do {
      form = try Self.form(of: request)
      pending = try uploads.begin(random: RandomBytes.make(16))
      if case .single(let name)? = form {
        files = 1
        try pending?.beginFile(name)
      }
    } catch {
      failure = Self.translate(error)
    }
  }

  /// Takes the next bytes of the body.
  mutating func write(_ bytes: [UInt8]) {
    guard failure == nil else { return }
    do {
      switch form {
      case .single: try bytes.withUnsafeBytes { try pending?.write($0) }
      case .multipart(let parser): try parse(bytes, parser)
      case nil: break
      }
    } catch {
      fail(error)
    }
  }

  /// Ends the upload and makes it visible.
  mutating func finish() -> Result<UploadStore.Summary, Failure> {
    do {
      if let failure { throw failure }
      try checkEnd()
      guard let upload = pending.take() else { throw Self.nothing }
      let summary = try upload.finish()
      if summary.files == 0 { throw Self.nothing }
      return .success(summary)
    } catch {
      fail(error)
      return .failure(failure ?? Self.nothing)
    }
  }

  /// Drops what has come.
  mutating func abandon() { fail(Self.nothing) }

  // MARK: Multipart

  private mutating func parse(_ bytes: [UInt8], _ parser: MultipartParser) throws {
    var parser = parser
    // Without this the parser would be copied with each piece.
    form = nil
    var thrown: (any Error)?
    do {
      try bytes.withUnsafeBytes { raw in
        try parser.parse(raw) { event in
          guard thrown == nil else { return }
          do {
            try take(event)
          } catch {
            thrown = error
          }
        }
      }
    } catch {
      thrown = error
    }
    form = .multipart(parser)
    if let thrown { throw thrown }
  }

  private mutating func take(_ event: MultipartParser.Event) throws {
    switch event {
    case .part(let part):
      guard let name = part.fileName, !name.isEmpty else { return }
      isInFile = true
      files += 1
      try pending?.beginFile(name)
    case .data(let bytes): if isInFile { try pending?.write(bytes) }
    case .partEnd:
      if isInFile { try pending?.endFile() }
      isInFile = false
    case .end: break
    }
  }

  // MARK: Ends

  private mutating func checkEnd() throws {
    switch form {
    case .single: try pending?.endFile()
    case .multipart(let parser) where !parser.isComplete:
      throw Failure(
        .badUpload, "The multipart body ends before its closing delimiter: send it again.")
    default: break
    }
    if files == 0 { throw Self.nothing }
  }

  private mutating func fail(_ error: any Error) {
    if failure == nil { failure = Self.translate(error) }
    // An upload that is dropped leaves nothing.
    pending = nil
  }

  private static func form(of request: Request) throws(Failure) -> Form {
    let type = request.header("Content-Type") ?? ""
    if type.lowercased().hasPrefix("multipart/") {
      guard let parser = MultipartParser(contentType: type, limits: limits) else {
        throw Failure(
          .badUpload, "The Content-Type is no multipart/form-data with a valid boundary.")
      }
      return .multipart(parser)
    }
    guard let name = request.query("name"), !name.isEmpty else {
      throw Failure(
        .badUpload,
        "Send the drawings as multipart/form-data, or one file as the body with \"?name=\".")
    }
    return .single(name)
  }

  private static var limits: MultipartParser.Limits {
    var limits = MultipartParser.Limits()
    // A folder of drawings is dropped as one part a file.
    limits.parts = 100_000
    return limits
  }

  private static let nothing = Failure(
    .badUpload, "The upload holds no drawing: send PDF files or a ZIP of them.")

  private static func translate(_ error: any Error) -> Failure {
    switch error {
    case SourceError.uploadTooLarge(let text):
      Failure(.tooLarge, "The upload is too large: \(text).")
    case SourceError.unwritable(let text):
      Failure(.storageFull, "The upload can't be stored: \(text).", detail: text)
    case let error as SourceError: Failure(.badUpload, "The upload can't be used: \(error).")
    case let error as MultipartError: Failure(.badUpload, "The upload can't be read: \(error).")
    default: Failure.translate(error)
    }
  }
}
