/// Whether pages without text are read, and by what.
public enum RecognitionPlan: Sendable {
  /// Read; temporary files are made in `folder`.
  case on(RecognitionSettings, folder: String)
  /// Not wanted.
  case off
  /// The programs are missing.
  case missing

  /// What tells the texts that it gives from others'; empty where it gives none.
  public var fingerprint: String {
    if case .on(let settings, _) = self { settings.fingerprint } else { "" }
  }

  /// A recognizer for one drawing.
  public func recognizer(_ cancellation: Cancellation) -> TesseractRecognizer? {
    guard case .on(let settings, let folder) = self else { return nil }
    return TesseractRecognizer(settings, folder: folder, cancellation)
  }
}
