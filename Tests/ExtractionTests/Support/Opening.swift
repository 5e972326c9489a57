@testable import Extraction

/// Opens a document and keeps its bytes alive while `body` looks at it.
func withDocument<Result>(
  _ bytes: [UInt8], limits: Limits = Limits(), deadline: Deadline = .none,
  _ body: (PDFDocument) throws -> Result
) throws -> Result {
  try bytes.withUnsafeBytes { raw in
    try body(try PDFDocument(raw, budget: Budget(limits: limits, deadline: deadline)))
  }
}

/// The content of each page, decoded.
func contents(_ bytes: [UInt8], limits: Limits = Limits()) throws -> [String] {
  try withDocument(bytes, limits: limits) { document in
    var all: [String] = []
    var buffer: [UInt8] = []
    try document.forEachPage { page throws(ExtractionError) in
      try document.contents(of: page, into: &buffer)
      all.append(String(decoding: buffer, as: UTF8.self))
    }
    return all
  }
}

extension Limits {
  /// Limits under which any damage is an error.
  static var noRepairs: Limits {
    var limits = Limits()
    limits.repairs = false
    return limits
  }
}

/// Replaces the first occurrence of `old` in a file.
func replace(_ old: String, with new: String, in bytes: [UInt8]) -> [UInt8] {
  let old = Array(old.utf8)
  var at = 0
  while at + old.count <= bytes.count {
    if Array(bytes[at..<at + old.count]) == old {
      return Array(bytes[..<at]) + Array(new.utf8) + Array(bytes[(at + old.count)...])
    }
    at += 1
  }
  return bytes
}
