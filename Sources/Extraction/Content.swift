/// What a file is, told by its bytes.
enum Content: Equatable {
  case empty
  case pdf
  case dxf
  case text(TextEncoding)
  case markup(MarkupKind, TextEncoding)
  /// An archive, or an office document in one.
  case zip
  /// A document compressed by itself (SVGZ).
  case gzip
  /// An OLE compound file: an old or an encrypted office document.
  case compound
  /// A known or unknown kind that is not read; the message says what to do.
  case foreign(String)

  /// Bytes at the start in which a PDF header counts (ISO 32000-1 Annex H, note 13).
  private static let headerWindow = 1024

  init(of bytes: UnsafeRawBufferPointer) {
    if bytes.isEmpty {
      self = .empty
    } else if Self.isPDF(bytes) {
      self = .pdf
    } else if DXFLexer.describes(bytes) {
      self = .dxf
    } else if let drawing = DWG(bytes) {
      self = .foreign(drawing.message)
    } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
      || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
    {
      self = .zip
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .compound
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if let known = Signature.all.first(where: { $0.matches(bytes) }) {
      self = .foreign(known.message)
    } else if Self.hasObjects(bytes) {
      self = .pdf
    } else if let encoding = TextEncoding(of: bytes) {
      self = MarkupKind(bytes, encoding).map { .markup($0, encoding) } ?? .text(encoding)
    } else {
      self = .foreign("a file of an unknown kind, which holds binary bytes: export it as PDF")
    }
  }

  private static func isPDF(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let header = Search.find("%PDF-", in: bytes, from: 0, to: headerWindow) else {
      return false
    }
    // A text that speaks of PDF has no objects.
    return header < 16 || Search.find(" obj", in: bytes) != nil
  }

  /// Whether a file without a header has what only a PDF has; its beginning may be lost.
  private static func hasObjects(_ bytes: UnsafeRawBufferPointer) -> Bool {
    Search.find("endobj", in: bytes) != nil
      && (Search.find("startxref", in: bytes) != nil || Search.find("trailer", in: bytes) != nil)
  }
}

/// The first bytes of a kind of file that is not read.
struct Signature {
  private let bytes: [UInt8]
  private let offset: Int
  let message: String

  private init(_ bytes: [UInt8], at offset: Int = 0, _ message: String) {
    self.bytes = bytes
    self.offset = offset
    self.message = message
  }

  func matches(_ file: UnsafeRawBufferPointer) -> Bool {
    guard file.count >= offset + bytes.count else { return false }
    return bytes.indices.allSatisfy { file[offset + $0] == bytes[$0] }
  }

  static let all = [
    Signature([0x89, 0x50, 0x4E, 0x47], Self.image("a PNG image")),
    Signature([0xFF, 0xD8, 0xFF], Self.image("a JPEG image")),
    Signature([0x49, 0x49, 0x2A, 0x00], Self.image("a TIFF image")),
    Signature([0x4D, 0x4D, 0x00, 0x2A], Self.image("a TIFF image")),
    Signature(Array("GIF8".utf8), Self.image("a GIF image")),
    Signature(Array("RIFF".utf8), "a media file, which holds no text"),
    Signature(
      Array("%!PS".utf8), "a PostScript file, which is not read: convert it to PDF (ps2pdf)"),
    Signature([0xC5, 0xD0, 0xD3, 0xC6], "an EPS file, which is not read: convert it to PDF"),
    Signature([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive, which is not read: unpack it first"),
    Signature(Array("Rar!".utf8), "a RAR archive, which is not read: unpack it first"),
    Signature([0x7F, 0x45, 0x4C, 0x46], "an executable, which holds no drawing"),
    Signature(Array("(DWF V".utf8), "a DWF drawing, which is not read: plot it to PDF"),
  ]

  private static func image(_ kind: String) -> String {
    "\(kind), whose text can't be read without OCR: export the drawing as PDF"
  }
}
