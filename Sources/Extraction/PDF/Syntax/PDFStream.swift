/// A stream object (ISO 32000-2 §7.3.8): its dictionary, and where its undecoded bytes stand in the file.
final class PDFStream {
  let dictionary: PDFDictionary
  /// Where the bytes are, inside the document's own; its length was checked against `endstream`.
  let range: Range<Int>
  /// The object it is, or nil for one that is not in the cross-reference.
  let reference: PDFObject.Reference?

  init(dictionary: PDFDictionary, range: Range<Int>, reference: PDFObject.Reference?) {
    self.dictionary = dictionary
    self.range = range
    self.reference = reference
  }
}
