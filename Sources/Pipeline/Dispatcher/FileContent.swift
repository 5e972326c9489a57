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
    if CodeListReader.kind(of: bytes) == nil, isZip(bytes) {
      try checkArchive(bytes)
      return .drawings(Drawings(name: "drawings.zip", bytes: bytes))
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

  /// A ZIP of drawings can be read, and is no document that happens to be a ZIP.
  private static func checkArchive(_ bytes: [UInt8]) throws(Failure) {
    let reader: ZipReader
    do throws(ZipError) {
      reader = try ZipReader(bytes)
    } catch {
      throw Failure(
        .badFileContent,
        "\"file_content\" is a workbook or ZIP that is broken or cut off: send it again.")
    }
    let parts = ["[Content_Types].xml", "mimetype", "META-INF/manifest.xml"]
    if reader.entries.contains(where: { parts.contains($0.name) || $0.name.hasPrefix("xl/") }) {
      throw Failure(
        .badFileContent,
        "\"file_content\" is a document that is neither a list of codes nor a drawing: send codes "
          + "as .xlsx, .csv or text, drawings as PDF or in a ZIP.")
    }
  }

  private static func isZip(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
  }
}
