/// A PDF file in memory: its cross-reference, its objects as they are asked for, its pages.
///
/// Belongs to one thread. The bytes must outlive it. Looking things up never throws: a bound that is
/// exceeded is noted in ``budget``, and what is missing or broken reads as null.
final class PDFDocument {
  let bytes: UnsafeRawBufferPointer
  let budget: Budget
  let repairs: RepairLog
  var trailer = PDFDictionary()

  init(_ bytes: UnsafeRawBufferPointer, budget: Budget) throws(ExtractionError) {
    self.bytes = bytes
    self.budget = budget
    repairs = RepairLog(budget: budget)
  }

  /// The document catalog (ISO 32000-2 §7.7.2).
  var catalog: PDFDictionary { dictionary(trailer, .root) ?? PDFDictionary() }

  /// Follows references to the object they stand for, a bounded number of times.
  func resolve(_ object: PDFObject) -> PDFObject { object }
}

/// Lookups that follow references.
extension PDFDocument {
  func value(_ dictionary: PDFDictionary, _ key: Name) -> PDFObject { resolve(dictionary[key]) }
  func integer(_ dictionary: PDFDictionary, _ key: Name) -> Int? { value(dictionary, key).integer }
  func number(_ dictionary: PDFDictionary, _ key: Name) -> Double? { value(dictionary, key).number }
  func boolean(_ dictionary: PDFDictionary, _ key: Name) -> Bool? { value(dictionary, key).boolean }
  func name(_ dictionary: PDFDictionary, _ key: Name) -> Name? { value(dictionary, key).name }
  func string(_ dictionary: PDFDictionary, _ key: Name) -> [UInt8]? {
    value(dictionary, key).string
  }
  /// The items as they stand; resolve each.
  func array(_ dictionary: PDFDictionary, _ key: Name) -> [PDFObject]? {
    value(dictionary, key).array
  }
  func dictionary(_ dictionary: PDFDictionary, _ key: Name) -> PDFDictionary? {
    value(dictionary, key).dictionary
  }
  func stream(_ dictionary: PDFDictionary, _ key: Name) -> PDFStream? {
    value(dictionary, key).stream
  }

  /// The numbers of an array; one that is no number counts as 0.
  func numbers(_ dictionary: PDFDictionary, _ key: Name) -> [Double]? {
    array(dictionary, key)?.map { resolve($0).number ?? 0 }
  }

  func rectangle(_ dictionary: PDFDictionary, _ key: Name) -> Rectangle? {
    guard let values = numbers(dictionary, key), values.count >= 4 else { return nil }
    return Rectangle(values[0], values[1], values[2], values[3])
  }

  func matrix(_ dictionary: PDFDictionary, _ key: Name) -> Matrix? {
    guard let v = numbers(dictionary, key), v.count >= 6 else { return nil }
    return Matrix(a: v[0], b: v[1], c: v[2], d: v[3], e: v[4], f: v[5])
  }
}
