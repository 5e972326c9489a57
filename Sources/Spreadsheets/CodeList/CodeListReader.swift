/// Reads a list of codes from the bytes of a workbook, a CSV file or a text file, told apart by
/// their content.
public enum CodeListReader {
  /// Largest part of a workbook after decompression, in bytes: 100,000 codes take about 8 MB.
  public static let partLimit = 128 << 20
  /// Most codes of one list: a sheet has no more rows.
  public static let codeLimit = 1_048_576

  /// What `bytes` are, or `nil` where they are no list of codes (a PDF, a plain ZIP, an image).
  /// - Complexity: looks at the start and, for an archive, at its directory.
  public static func kind(of bytes: [UInt8]) -> CodeList.Kind? { nil }

  /// The codes in the first column of the first sheet that hold anything.
  /// - Complexity: O(n) in the decompressed bytes.
  public static func read(_ bytes: [UInt8]) throws(CodeListError) -> CodeList {
    throw .unknownFormat
  }
}
