import FileSources

/// Sessions of Google Drive, and their tokens.
extension SourceResolver {
  static let noDrive = Failure(
    .notAvailable,
    "Google Drive is not available here: name a \"folder\" of the server or upload drawings.")

  private static let badToken = Failure(
    .driveAuth, "\"token\" can't be a token: send the OAuth 2 access token as Google gave it.")

  /// Reads the link, and keeps the token.
  func describe(
    _ text: String, _ token: String?, _ session: String
  ) throws(Failure) -> SourceDescription {
    guard let drive else { throw Self.noDrive }
    guard let link = DriveLink(text) else {
      throw Failure(
        .badDriveLink,
        "\"drive_link\" is no link of Google Drive: send one such as "
          + "https://drive.google.com/drive/folders/1AbCdEfGhIjKlMnOpQrStUvWxYz, or the id alone.")
    }
    guard let token else {
      guard drive.hasCredentials else {
        throw Failure(
          .driveAuth,
          "Google Drive needs a \"token\": this server has no credentials of its own "
            + "(sources.drive.credentials_file).")
      }
      return .drive(link: link, session: session, hasToken: false)
    }
    try keep(token, of: session, drive)
    return .drive(link: link, session: session, hasToken: true)
  }

  /// Replaces a running session's token.
  func renew(_ token: String, of session: String) throws(Failure) {
    guard let drive else { throw Self.noDrive }
    try keep(token, of: session, drive)
  }

  private func keep(_ text: String, of session: String, _ drive: Drive) throws(Failure) {
    guard let token = DriveTokens.clean(text) else { throw Self.badToken }
    do throws(SourceError) {
      try drive.tokens.keep(token, of: session)
    } catch {
      throw Failure(.storageFull, "The server can't keep the token now.", detail: "\(error)")
    }
  }

  /// Whether it is known that the session's credentials, as they are now, are not accepted.
  func isRejected(_ session: String) -> Bool { drive?.tokens.isRejected(session) ?? false }

  /// Lets a session that waits for the server's own credentials try them again.
  ///
  /// - Returns: false for one that only a client's token helps.
  func retry(_ description: SourceDescription, of session: String) -> Bool {
    guard let drive, drive.hasCredentials,
      case .drive(_, _, hasToken: false) = description
    else { return false }
    return drive.tokens.retry(session)
  }

  /// Forgets what is kept for a session while it runs.
  public func close(_ session: String) { drive?.close(session) }
}
