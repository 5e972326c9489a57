import Codec
import Spreadsheets

/// What `file_content` holds: told by its content, not by a name.
public enum FileContent: Sendable {
  /// One drawing, or a ZIP of them.
  public struct Drawings: Sendable, Equatable {
    public var name: String
    public var bytes: [UInt8]
  }

  case codes([String])
  case drawings(Drawings)

  /// Decodes base 64, or a `data:` URL (RFC 2397) of it, and tells what it is.
  public static func decode(_ text: String) throws(Failure) -> FileContent {
    guard let bytes = Base64.decode(try payload(text)) else {
      throw Failure(
        .badFileContent, "\"file_content\" is not valid base 64: send the file's bytes encoded.")
    }
    guard !bytes.isEmpty else {
      throw Failure(.badFileContent, "\"file_content\" is empty: send a code list or drawings.")
    }
    return try identify(bytes)
  }

  private static func payload(_ text: String) throws(Failure) -> Substring.UTF8View {
    guard text.hasPrefix("data:") else { return text[...].utf8 }
    guard let comma = text.firstIndex(of: ","), text[..<comma].hasSuffix(";base64") else {
      throw Failure(
        .badFileContent, "\"file_content\" is a data: URL, but not one of base 64.")
    }
    return text[text.index(after: comma)...].utf8
  }

  private static func identify(_ bytes: [UInt8]) throws(Failure) -> FileContent {
    if isPDF(bytes) { return .drawings(Drawings(name: "drawing.pdf", bytes: bytes)) }
    if isDXF(bytes) { return .drawings(Drawings(name: "drawing.dxf", bytes: bytes)) }
    if CodeListReader.kind(of: bytes) == nil, isZip(bytes) {
      return .drawings(Drawings(name: try archiveName(bytes), bytes: bytes))
    }
    do {
      return .codes(try CodeListReader.read(bytes).codes)
    } catch {
      throw Failure(
        .badFileContent,
        "\"file_content\" is neither a code list (.xlsx, .csv, text) nor drawings (.pdf, .zip): "
          + "\(error).")
    }
  }

  /// ISO 32000-2 §7.5.2: the header stands within the first 1,024 bytes.
  private static func isPDF(_ bytes: [UInt8]) -> Bool {
    bytes.prefix(1_024).firstRange(of: Array("%PDF-".utf8)) != nil
  }

  /// The name that an archive goes by: a set of drawings, or one document.
  private static func archiveName(_ bytes: [UInt8]) throws(Failure) -> String {
    let reader: ZipReader
    do throws(ZipError) {
      reader = try ZipReader(bytes)
    } catch {
      throw Failure(
        .badFileContent,
        "\"file_content\" is a workbook or ZIP that is broken or cut off: send it again.")
    }
    // ECMA-376-2 §6.2 and ODF 1.3 part 2 §3.3: what each kind of package has to hold.
    let names = reader.entries.map(\.name)
    if names.contains(where: { $0.hasPrefix("word/") }) { return "drawing.docx" }
    if names.contains(where: { $0.hasPrefix("ppt/") }) { return "drawing.pptx" }
    if names.contains("mimetype") { return "drawing.odt" }
    return "drawings.zip"
  }

  /// AutoCAD's drawing exchange format: binary, or text that begins with a section.
  private static func isDXF(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: "AutoCAD Binary DXF".utf8) { return true }
    let words = bytes.prefix(2_048).split(whereSeparator: { $0 <= 0x20 })
    return words.starts(with: [ArraySlice("0".utf8), ArraySlice("SECTION".utf8)])
      || (words.first == ArraySlice("999".utf8) && words.contains(ArraySlice("SECTION".utf8)))
  }

  private static func isZip(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
  }
}
