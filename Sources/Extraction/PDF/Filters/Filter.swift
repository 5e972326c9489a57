/// The filters of ISO 32000-2 §7.4, by their names and the abbreviations of inline images.
enum Filter {
  case flate, lzw, ascii85, asciiHex, runLength
  /// Deciphering by a named crypt filter; see ``SecurityHandler``.
  case crypt
  /// Image data, which holds no text: left as it is.
  case image
  case unknown

  var isImage: Bool { self == .image }

  init(_ name: Name) {
    switch name {
    case Self.flateName, Self.flateShort: self = .flate
    case Self.lzwName, Self.lzwShort: self = .lzw
    case Self.ascii85Name, Self.ascii85Short: self = .ascii85
    case Self.asciiHexName, Self.asciiHexShort: self = .asciiHex
    case Self.runLengthName, Self.runLengthShort: self = .runLength
    case Self.cryptName: self = .crypt
    default: self = Self.images.contains(name) ? .image : .unknown
    }
  }

  private static let flateName = Name("FlateDecode")
  private static let flateShort = Name("Fl")
  private static let lzwName = Name("LZWDecode")
  private static let lzwShort = Name("LZW")
  private static let ascii85Name = Name("ASCII85Decode")
  private static let ascii85Short = Name("A85")
  private static let asciiHexName = Name("ASCIIHexDecode")
  private static let asciiHexShort = Name("AHx")
  private static let runLengthName = Name("RunLengthDecode")
  private static let runLengthShort = Name("RL")
  private static let cryptName = Name("Crypt")
  private static let images: Set<Name> = [
    Name("DCTDecode"), Name("DCT"), Name("JPXDecode"), Name("CCITTFaxDecode"), Name("CCF"),
    Name("JBIG2Decode"),
  ]
}

/// How a filter ended. Whatever could be decoded is in its output.
enum FilterEnd: Equatable {
  case whole
  /// The data is damaged or stops early.
  case damaged
  /// The output reached its limit.
  case limit
}
