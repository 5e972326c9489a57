internal import Codec

/// Reads a list of codes from the bytes of a workbook, a CSV file or a text file, told apart by
/// their content.
public enum CodeListReader {
  /// Largest part of a workbook after decompression, or text, in bytes: 100,000 codes with a
  /// description each take about 16 MB.
  public static let partLimit = 128 << 20
  /// Most codes of one list: a sheet has no more rows.
  public static let codeLimit = 1_048_576

  /// What `bytes` are, or `nil` where they are no list of codes (a PDF, a plain ZIP, an image).
  ///
  /// A workbook that ``read(_:)`` refuses, for instance an encrypted one, is a workbook too:
  /// its error says what to do.
  /// - Complexity: O(n); a text is looked at as a whole, of an archive only its directory.
  public static func kind(of bytes: [UInt8]) -> CodeList.Kind? {
    if FileSigns.isCompound(bytes) {
      return FileSigns.compoundRefusal(bytes) == nil ? nil : .workbook
    }
    if FileSigns.isArchive(bytes), let archive = try? ZipReader(bytes) {
      let isWorkbook = FileSigns.isWorkbook(archive) || FileSigns.archiveRefusal(archive) != nil
      return isWorkbook ? .workbook : nil
    }
    guard let text = self.text(bytes) else { return nil }
    return SeparatedText(text).separator == nil ? .lines : .separated
  }

  /// The codes: what the first column that holds anything holds in the first visible sheet, or
  /// in the file. The first row is left out where it is a title (``HeaderWords``).
  /// - Complexity: O(n) in the decompressed bytes.
  public static func read(_ bytes: [UInt8]) throws(CodeListError) -> CodeList {
    if FileSigns.isCompound(bytes) {
      throw FileSigns.compoundRefusal(bytes) ?? .unknownFormat
    }
    if FileSigns.isArchive(bytes) { return try workbook(bytes) }
    guard bytes.count <= partLimit else {
      throw .tooLarge(what: "bytes of text", limit: partLimit)
    }
    guard let text = self.text(bytes) else { throw .unknownFormat }
    let reader = SeparatedText(text)
    return try reader.firstColumn().list(reader.separator == nil ? .lines : .separated)
  }

  private static func workbook(_ bytes: [UInt8]) throws(CodeListError) -> CodeList {
    let archive: ZipReader
    do throws(ZipError) { archive = try ZipReader(bytes) } catch { throw .damaged("\(error)") }
    if let refusal = FileSigns.archiveRefusal(archive) { throw refusal }
    guard FileSigns.isWorkbook(archive) else { throw .unknownFormat }
    return try WorkbookCodes(archive).read()
  }

  /// The text of a text file that may be a list, as UTF-8.
  private static func text(_ bytes: [UInt8]) -> [UInt8]? {
    guard !FileSigns.isDocument(bytes), let text = TextEncoding.utf8(bytes),
      !FileSigns.isDocument(text)
    else { return nil }
    return text
  }
}
