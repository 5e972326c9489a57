/// Deciphers an encrypted document (ISO 32000-2 §7.6).
struct SecurityHandler {
  init(_ encryption: PDFDictionary, of document: PDFDocument) throws(ExtractionError) {
    throw .encrypted("the document is encrypted")
  }

  func cipher(for reference: PDFObject.Reference) -> ObjectCipher? { nil }
}

extension SecurityHandler {
  /// The plain bytes of a stream, or nil when they are not encrypted.
  func decrypt(_ stream: PDFStream, _ raw: UnsafeRawBufferPointer, of document: PDFDocument)
    -> [UInt8]?
  { nil }
}
