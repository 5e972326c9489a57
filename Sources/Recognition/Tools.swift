import Foundation

/// Runs the two programs for one page, within its time.
struct Tools {
  let settings: RecognitionSettings
  private let folder: WorkFolder
  private let cancellation: Cancellation
  private let end: UInt64

  /// Address space of a program beside the pixels: its code, fonts and language data.
  private static let memory = 1 << 30
  /// Bytes that a program takes for a pixel: pdftoppm draws in colour and reads images whole,
  /// tesseract keeps several copies.
  private static let memoryOfPixel = 16
  /// Longest table of words.
  private static let tableSize = 64 << 20

  init(_ settings: RecognitionSettings, _ folder: WorkFolder, _ cancellation: Cancellation) {
    self.settings = settings
    self.folder = folder
    self.cancellation = cancellation
    end = Self.now &+ UInt64(clamping: settings.pageTimeout) * 1_000_000_000
  }

  private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  private var secondsLeft: Double {
    let now = Self.now
    return now < end ? Double(end - now) / 1e9 : 0
  }

  /// Whether half of the time is left: for what may be left undone.
  var hasPlentyOfTime: Bool { secondsLeft > Double(settings.pageTimeout) / 2 }

  /// Throws where there is no time left, or nobody waits any more.
  func check() throws(ChildError) {
    if cancellation.isCancelled { throw .cancelled }
    if secondsLeft <= 0 { throw .timedOut }
  }

  /// Draws a page of a document in the folder.
  ///
  /// - Parameter dpi: pixels an inch.
  func draw(_ document: String, page: Int, dpi: Double) throws(ChildError) -> GrayImage {
    let pixels = settings.maxMegapixels * 1_000_000
    let image = try run(
      settings.programs.pdftoppm,
      [
        "-f", String(page), "-l", String(page), "-singlefile", "-cropbox", "-gray", "-r",
        String(dpi), folder.file(document),
      ],
      pixels: pixels, output: pixels + pixels / 8 + 1_000_000)
    guard let image = GrayImage(pgm: image), image.width * image.height <= pixels + pixels / 8
    else { throw .failed("pdftoppm gave no image") }
    return image
  }

  /// Has images read: each by itself, in a single run of tesseract.
  ///
  /// - Parameter mode: tesseract's page segmentation mode.
  func read(_ images: [GrayImage], mode: Int, dpi: Double) throws(ChildError) -> [TextLine] {
    guard !images.isEmpty else { return [] }
    var names = ""
    var largest = 0
    for (index, image) in images.enumerated() {
      let name = "image-\(index).pgm"
      try write(image, name)
      names += folder.file(name) + "\n"
      largest = max(largest, image.width * image.height)
    }
    try write(Array(names.utf8), "images")
    let table = try run(
      settings.programs.tesseract,
      [
        folder.file("images"), "stdout", "-l", settings.languages, "--psm", String(mode), "--dpi",
        String(Int(dpi.rounded())), "-c", "tessedit_create_tsv=1",
      ],
      pixels: largest, output: Self.tableSize)
    return TesseractTable.lines(table)
  }

  private func write(_ image: GrayImage, _ name: String) throws(ChildError) {
    let head = image.pgmHead
    try head.withUnsafeBufferPointer { head throws(ChildError) in
      try image.pixels.withUnsafeBufferPointer { pixels throws(ChildError) in
        try folder.write([UnsafeRawBufferPointer(head), UnsafeRawBufferPointer(pixels)], to: name)
      }
    }
  }

  private func write(_ bytes: [UInt8], _ name: String) throws(ChildError) {
    try bytes.withUnsafeBufferPointer { bytes throws(ChildError) in
      try folder.write([UnsafeRawBufferPointer(bytes)], to: name)
    }
  }

  /// Runs a program and returns what it wrote.
  private func run(
    _ program: String, _ arguments: [String], pixels: Int, output: Int
  ) throws(ChildError) -> [UInt8] {
    let limits = ChildLimits(memory: Self.memory + pixels * Self.memoryOfPixel, output: output)
    let path = folder.file("output")
    do throws(ChildError) {
      try ChildProcess(program: program, arguments: arguments, limits: limits).run(
        output: path, seconds: secondsLeft, cancellation)
    } catch .failed(let reason) {
      throw .failed("\((program as NSString).lastPathComponent) \(reason)")
    }
    return Array(FileManager.default.contents(atPath: path) ?? Data())
  }
}
