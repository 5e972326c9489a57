/// Tells what an OLE compound file holds by the names in its directory ([MS-CFB] §2.6.1, UTF-16).
enum CompoundFile {
  static func refusal(_ bytes: UnsafeRawBufferPointer) -> ExtractionError {
    func has(_ name: StaticString) -> Bool { Search.find(name, in: bytes) != nil }
    // [MS-OFFCRYPTO] §2.3.4: an encrypted OOXML package is a stream of this name.
    if has("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0") {
      return .encrypted("an Office document with a password: save it without one")
    }
    if has("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0") {
      return .unreadable("an old Word document (.doc), which is not read: save it as .docx or PDF")
    }
    if has("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0") {
      return .unreadable("an old presentation (.ppt), which is not read: save it as .pptx or PDF")
    }
    if has("_\0_\0s\0u\0b\0s\0t\0g\0") {
      return .unreadable("an Outlook message (.msg), which is not read: save it as .eml or PDF")
    }
    if has("W\0o\0r\0k\0b\0o\0o\0k\0") || has("B\0o\0o\0k\0\0\0") {
      return .unreadable("an old workbook (.xls), which is not read: save it as .xlsx or PDF")
    }
    if has("D\0g\0n\0~\0") {
      return .unreadable("a MicroStation drawing (.dgn), which is not read: plot it to PDF")
    }
    return .unreadable(
      "an old Office document or a MicroStation drawing, which is not read: export it as PDF")
  }
}
