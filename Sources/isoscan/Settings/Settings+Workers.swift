import Pipeline
import Recognition

extension Settings {
  /// Where text recognition makes its temporary files.
  var recognitionFolder: String { dataFolder + "/ocr" }

  /// What the worker pool is told.
  ///
  /// - Throws: where text recognition is wanted and its programs are missing.
  func workerSettings() throws(SettingsError) -> WorkerSettings {
    WorkerSettings(
      count: workers.count, batchSize: queue.batchSize, fileTimeout: workers.fileTimeout,
      maxFileBytes: workers.maxFileBytes, visibilityTimeout: queue.visibilityTimeout,
      limits: limits, recognition: try ocr.plan(folder: recognitionFolder, Programs.find()))
  }
}

extension Settings.OCR {
  /// What the settings come to with the programs that there are.
  func plan(folder: String, _ programs: Programs?) throws(SettingsError) -> RecognitionPlan {
    if isEnabled == false { return .off }
    guard let programs else {
      guard isEnabled == nil else {
        throw SettingsError(
          description: "configuration: ocr.enabled is true, but tesseract or pdftoppm is not in "
            + "PATH: \(Programs.advice), or set it to \"auto\"")
      }
      return .missing
    }
    let settings = RecognitionSettings(
      programs: programs, languages: languages, dpi: dpi, pageTimeout: pageTimeout,
      maxPages: maxPages, maxMegapixels: maxMegapixels)
    return .on(settings, folder: folder)
  }
}

extension RecognitionPlan {
  /// For commands without a configuration: as by its defaults.
  ///
  /// - Parameter folder: for temporary files.
  static func automatic(_ arguments: CommandArguments, folder: String) -> RecognitionPlan {
    if arguments.has("no-ocr") { return .off }
    return Programs.find().map { .on(RecognitionSettings(programs: $0), folder: folder) }
      ?? .missing
  }

  static let flag = Flag("no-ocr", help: "leaves scans and outlines unread")
}
