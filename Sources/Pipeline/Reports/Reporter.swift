import Dispatch
import Foundation
public import Store

/// Makes the reports of sessions whose drawings are all counted, one at a time, and ends them.
///
/// Only the transition in the backend tells who ends a session: a report made twice, before and
/// after a crash, is the same file and ends it once.
public final class Reporter: Sendable {
  private let backend: any Backend
  /// The folder of reports.
  public let folder: String
  private let room: Room
  private let clock: Clock
  private let link: @Sendable (_ session: String, _ number: Int) -> String
  private let log: @Sendable (ReporterEvent) -> Void
  private let queue = DispatchQueue(label: "isoscan.reports")

  /// Seconds before a report that could not be made is tried again.
  private static let retryDelay = 2.0

  /// - Parameter link: the absolute URL that opens a drawing of a session.
  public init(
    backend: any Backend, folder: String, room: Room, clock: Clock = .system,
    link: @escaping @Sendable (_ session: String, _ number: Int) -> String,
    log: @escaping @Sendable (ReporterEvent) -> Void = { _ in }
  ) {
    self.backend = backend
    self.folder = folder
    self.room = room
    self.clock = clock
    self.link = link
    self.log = log
  }

  /// Makes what the end of the process left unmade, and removes what it left half made. Call it
  /// before any report is made.
  public func recover() throws(BackendError) {
    for name in files() where name.hasPrefix(".") && name.hasSuffix(".part") {
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
    for session in try backend.sessionsAwaitingReport() { make(session) }
  }

  /// Makes a session's report in the background, then ends the session.
  public func make(_ session: SessionSnapshot) {
    queue.async { [self] in
      do {
        try room.attempt { try write(session) }
      } catch {
        log(.failed(session.id, "\(error)"))
        queue.asyncAfter(deadline: .now() + Self.retryDelay) { [self] in retry(session.id) }
      }
    }
  }

  /// The path of a report, or `nil` for a name that is none.
  public func path(of name: String) -> String? {
    let isPlain = name.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
    }
    guard isPlain, name.hasSuffix(".xlsx"), !name.hasPrefix(".") else { return nil }
    return folder + "/" + name
  }

  /// Removes the report of a session that is gone.
  public func delete(_ session: SessionSnapshot) {
    guard let name = session.report, let path = path(of: name) else { return }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Removes reports whose session is gone: a crash came between the two.
  public func removeOrphans() throws(BackendError) {
    for name in files() {
      guard let id = Self.session(ofReport: name), try backend.session(id) == nil else { continue }
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }

  private func files() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static let (prefix, suffix) = ("isoscan-", ".xlsx")

  private static func report(of session: String) -> String { prefix + session + suffix }

  private static func session(ofReport name: String) -> String? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    return String(name.dropFirst(prefix.count).dropLast(suffix.count))
  }

  private func retry(_ id: String) {
    do {
      if let session = try backend.session(id),
        session.phase == .reporting || session.reportIsOutdated
      {
        make(session)
      }
    } catch {
      log(.failed(id, "\(error)"))
    }
  }

  private func write(_ session: SessionSnapshot) throws {
    let name = Self.report(of: session.id)
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let builder = ReportBuilder(
      backend: backend, session: session, codes: try backend.codes(of: session.id),
      link: { [link] in link(session.id, $0) })
    try builder.write(to: folder + "/" + name, now: clock.now())
    if session.status.hasEnded {
      _ = try backend.replaceReport(session.id, report: name)
    } else {
      _ = try backend.complete(session.id, report: name, now: clock.now())
    }
  }
}

/// What happens to reports, for the log.
public enum ReporterEvent: Sendable {
  case failed(String, String)
}
