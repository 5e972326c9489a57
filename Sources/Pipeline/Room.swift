import Dispatch
import FileSources
import Foundation
import Spreadsheets
import Synchronization

/// What a server can be short of, without anything being wrong with what it was about to do.
enum Shortage: Sendable, Equatable {
  /// No room on the disk, or in a quota or a limit of a file's size.
  case disk
  /// No more files can be opened.
  case descriptors
  /// The data folder, or its disk, can't be written any more.
  case writing

  /// `nil` for an error of another kind.
  init?(_ error: any Error) {
    switch error {
    case BackendError.storageFull: self = .disk
    case BackendError.readOnly: self = .writing
    case BackendError.outOfDescriptors, SourceError.outOfDescriptors: self = .descriptors
    case WorkbookError.system(_, _, let code): self.init(errno: code)
    default:
      let error = error as NSError
      let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
      guard cause.domain == NSPOSIXErrorDomain else { return nil }
      self.init(errno: Int32(truncatingIfNeeded: cause.code))
    }
  }

  init?(errno code: Int32) {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: self = .disk
    case EMFILE, ENFILE: self = .descriptors
    case EROFS: self = .writing
    default: return nil
    }
  }

  /// Why running sessions are paused, for people.
  var reason: String {
    switch self {
    case .disk: "The disk is full: make room, and the scan goes on by itself."
    case .descriptors:
      "No more files can be opened: raise the limit of open files; the scan goes on by itself when "
        + "there are some again."
    case .writing:
      "The data folder can't be written: see to its disk and its rights, and the scan goes on by "
        + "itself."
    }
  }
}

/// Where whoever meets a shortage waits for its end: workers, listings, reports.
///
/// While anyone waits, running sessions read as PAUSED and no drawing is leased. Who waits tries
/// again by itself, since room comes from outside and nothing tells when; when the last has
/// succeeded, all goes on.
public final class Room: Sendable {
  private struct State {
    var waiting = 0
    var isStopped = false
  }

  /// Seconds between two tries.
  private static let interval = 0.5

  private let backend: any Backend
  private let log: @Sendable (RoomEvent) -> Void
  private let state = Mutex(State())
  private let stopped = DispatchSemaphore(value: 0)

  public init(
    backend: any Backend, log: @escaping @Sendable (RoomEvent) -> Void = { _ in }
  ) {
    self.backend = backend
    self.log = log
  }

  /// Whether someone waits, so that no drawing should be leased.
  var isShort: Bool { state.withLock { $0.waiting > 0 } }

  /// Ends all waiting: what could not be done throws its error, and is done at the next start.
  public func stop() {
    state.withLock { $0.isStopped = true }
    stopped.signal()
  }

  /// Does `verb`, again and again as long as it meets a shortage.
  ///
  /// - Throws: any other error of `verb`; that of the shortage after ``stop()``.
  func attempt<Outcome, E: Error>(_ verb: () throws(E) -> Outcome) throws(E) -> Outcome {
    var isWaiting = false
    defer { if isWaiting { leave() } }
    while true {
      do throws(E) {
        return try verb()
      } catch {
        guard let shortage = Shortage(error), !state.withLock({ $0.isStopped }) else {
          throw error
        }
        if !isWaiting {
          enter(shortage, error)
          isWaiting = true
        }
        pause()
      }
    }
  }

  private func pause() {
    // One signal ends every wait: each hands it on.
    if stopped.wait(timeout: .now() + Self.interval) == .success { stopped.signal() }
  }

  private func enter(_ shortage: Shortage, _ error: any Error) {
    let isFirst = state.withLock { state in
      state.waiting += 1
      return state.waiting == 1
    }
    guard isFirst else { return }
    log(.short("\(error)"))
    backend.hold(shortage.reason)
  }

  private func leave() {
    let isLast = state.withLock { state in
      state.waiting -= 1
      return state.waiting == 0
    }
    guard isLast else { return }
    backend.hold(nil)
    log(.over)
  }
}

/// What happens to the server's room, for the log.
public enum RoomEvent: Sendable {
  /// Scans are paused: what was met.
  case short(String)
  /// Scans go on.
  case over
}
