public import Matching

extension Failure {
  /// Translates what is wrong with a list of codes.
  public init(codes error: CodeSetError) {
    switch error {
    case .noCodes:
      self.init(
        .noCodes,
        "No hole codes are given: put them in \"target_hole_codes\", or send an .xlsx, .csv or "
          + "text list of them in \"file_content\".")
    case .codeTooLong(let prefix, let limit):
      self.init(
        .codeTooLong,
        "The code that begins with \"\(prefix)\" has more than \(limit) characters: give one code "
          + "an entry.")
    }
  }

  /// Translates what the storage says.
  public init(backend error: BackendError) {
    switch error {
    case .storageFull:
      self.init(
        .storageFull, "The server's disk is full: make room and try again.", detail: "\(error)")
    case .outOfDescriptors:
      self.init(
        .storageFull, "The server can't open more files: raise its limit and try again.",
        detail: "\(error)")
    case .badCursor:
      self.init(.badCursor, "The cursor is not one that this list gave.")
    default:
      self = Failure.internalError(error)
    }
  }
}
