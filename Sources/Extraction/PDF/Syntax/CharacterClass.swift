/// What a byte is to the lexer (ISO 32000-2 §7.2.3, tables 1 and 2), as bits.
///
/// The table is the text of a `StaticString`, so it is part of the executable and costs no initialisation;
/// each byte carries 0x40 to stay a printable character.
enum CharacterClass {
  static let whiteSpace: UInt8 = 1
  static let delimiter: UInt8 = 2
  static let digit: UInt8 = 4
  /// `+`, `-` and `.`
  static let sign: UInt8 = 8
  static let endOfLine: UInt8 = 16
  static let hexDigit: UInt8 = 32

  /// 256 entries; valid for the life of the process.
  static var table: UnsafePointer<UInt8> { rows.utf8Start }

  private static var rows: StaticString {
    """
    A@@@@@@@@AQ@AQ@@@@@@@@@@@@@@@@@@A@@@@B@@BB@H@HHBdddddddddd@@B@B@\
    @``````@@@@@@@@@@@@@@@@@@@@B@B@@@``````@@@@@@@@@@@@@@@@@@@@B@B@@\
    @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\
    @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
    """
  }
}
