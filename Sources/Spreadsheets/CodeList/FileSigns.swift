internal import Codec

/// What a file is by its first bytes, as far as a code list has to be told from other files.
enum FileSigns {
  /// APPNOTE §4.3.6: a local header, or the end record of an empty archive.
  static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
  }

  /// Compound files (MS-CFB §2.2): the workbooks of Excel 97-2003, and encrypted ones of today.
  static func isCompound(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
  }

  /// Why a compound file isn't read; `nil` where it isn't a workbook at all.
  static func compoundRefusal(_ bytes: [UInt8]) -> CodeListError? {
    // MS-OFFCRYPTO §2.3.4.4; MS-XLS §2.1.2. Names of streams are UTF-16 in the directory.
    if contains(bytes, "EncryptedPackage") { return .encryptedWorkbook }
    let isWorkbook = contains(bytes, "Workbook") || contains(bytes, "Book")
    return isWorkbook ? .otherWorkbook("this is an old Excel workbook (.xls)") : nil
  }

  /// Why an archive that is a workbook of another format isn't read.
  static func archiveRefusal(_ archive: ZipReader) -> CodeListError? {
    let names = Set(archive.entries.lazy.prefix(10_000).map { $0.name.lowercased() })
    if names.contains("xl/workbook.bin") {
      return .otherWorkbook("this is a binary workbook (.xlsb)")
    }
    if let entry = archive.entries.first(where: { $0.name == "mimetype" }),
      let type = try? archive.contents(of: entry, limit: 1_024),
      type.starts(with: "application/vnd.oasis.opendocument.spreadsheet".utf8)
    {
      return .otherWorkbook("this is an OpenDocument spreadsheet (.ods)")
    }
    if names.contains("index/document.iwa") {
      return .otherWorkbook("this is a document of Apple's iWork")
    }
    return nil
  }

  static func isWorkbook(_ archive: ZipReader) -> Bool {
    archive.entries.contains { entry in
      let name = entry.name.lowercased()
      return name.hasPrefix("xl/") && name.hasSuffix(".xml") || name == "xl/_rels/workbook.xml.rels"
    }
  }

  /// Documents that are text to a computer, but no list: PDF, PostScript, RTF, markup, DXF.
  static func isDocument(_ text: [UInt8]) -> Bool {
    let start = text.prefix(1_024).drop { $0 <= 0x20 }
    let heads = ["%PDF-", "%!PS", "{\\rtf", "<?xml", "<!DOCTYPE", "<!doctype", "<html", "<svg"]
    if heads.contains(where: { start.starts(with: $0.utf8) }) { return true }
    let lines = start.split(maxSplits: 2, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    guard lines.count > 1, lines[0].elementsEqual("0".utf8) else { return false }
    return lines[1].drop { $0 <= 0x20 }.starts(with: "SECTION".utf8)
  }

  private static func contains(_ bytes: [UInt8], _ name: String) -> Bool {
    let pattern = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    guard let first = pattern.first, bytes.count >= pattern.count else { return false }
    // Entries of a directory stand at multiples of 128 bytes (MS-CFB §2.6.1).
    return stride(from: 512, through: bytes.count - pattern.count, by: 128).contains { at in
      bytes[at] == first && bytes[at..<at + pattern.count].elementsEqual(pattern)
    }
  }
}
