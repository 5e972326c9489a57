import Foundation

/// How pages without text are read.
public struct RecognitionSettings: Sendable, Hashable {
  /// The programs, by absolute path.
  public var programs: Programs
  /// Tesseract's names of languages, joined with `+`.
  public var languages: String
  /// Pixels an inch that a page is drawn with.
  public var dpi: Int
  /// Seconds for one page.
  public var pageTimeout: Int
  /// Pages read of one drawing.
  public var maxPages: Int
  /// Millions of pixels of one page; a larger one is drawn with fewer pixels an inch.
  public var maxMegapixels: Int

  public init(
    programs: Programs, languages: String = "eng", dpi: Int = 300, pageTimeout: Int = 300,
    maxPages: Int = 50, maxMegapixels: Int = 160
  ) {
    self.programs = programs
    self.languages = languages
    self.dpi = dpi
    self.pageTimeout = pageTimeout
    self.maxPages = maxPages
    self.maxMegapixels = maxMegapixels
  }

  /// Raised when the same pages would give other text.
  private static let version = 1

  /// All that recognized text follows from, for the key of cached text. Not the time a page may
  /// take: what was not read within it is not kept.
  public var fingerprint: String {
    "ocr \(Self.version) \(programs.version) \(languages) \(dpi) \(maxPages) \(maxMegapixels)"
  }
}

/// The programs that text recognition takes.
public struct Programs: Sendable, Hashable {
  public var tesseract: String
  public var pdftoppm: String
  /// What tells them from other versions.
  public var version: String

  public init(tesseract: String, pdftoppm: String, version: String) {
    self.tesseract = tesseract
    self.pdftoppm = pdftoppm
    self.version = version
  }

  /// What to do where they are missing.
  public static let advice = "install tesseract-ocr and poppler-utils"

  /// Finds them in the folders of PATH.
  ///
  /// - Returns: `nil` where one is missing.
  public static func find() -> Programs? {
    find(in: ProcessInfo.processInfo.environment["PATH"] ?? "")
  }

  static func find(in path: String) -> Programs? {
    let folders = path.split(separator: ":").filter { $0.hasPrefix("/") }
    func file(_ name: String) -> String? {
      folders.map { $0 + "/" + name }.first { access($0, X_OK) == 0 }
    }
    guard let tesseract = file("tesseract"), let pdftoppm = file("pdftoppm") else { return nil }
    let version = [tesseract, pdftoppm].map(identity).joined(separator: " ")
    return Programs(tesseract: tesseract, pdftoppm: pdftoppm, version: version)
  }

  /// Size and time of a file, which an upgrade changes; asking the program itself takes longer.
  private static func identity(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec)"
  }
}
