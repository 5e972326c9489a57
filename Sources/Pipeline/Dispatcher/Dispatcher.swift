import Codec
public import FileSources
import Foundation
public import Matching
public import Store
import Synchronization

/// Takes a request, stores the session with one message a drawing, and is done: it reads no drawing.
///
/// A source that is slow to list is listed on in the background; a listing that a crash cut off
/// is begun again at the start and adds only what is missing.
public final class Dispatcher: Sendable {
  /// What a request came to.
  public struct Started: Sendable {
    public var session: SessionSnapshot
    /// Whether the request was sent before, and got the session it got then.
    public var isRepeated: Bool
  }

  /// Seconds that listing may take before the session starts without its end (contract section 3).
  static let patience = 2.0

  let backend: any Backend
  let sources: SourceResolver
  private let defaultMode: MatchMode
  let clock: Clock
  let room: Room
  let log: @Sendable (DispatcherEvent) -> Void
  let isStopping = Mutex(false)
  let failures = Mutex<[String: Failure.Code]>([:])
  /// Sessions whose listing is under way.
  let listed = Mutex<Set<String>>([])

  public init(
    backend: any Backend, sources: SourceResolver, defaultMode: MatchMode, room: Room,
    clock: Clock = .system, log: @escaping @Sendable (DispatcherEvent) -> Void = { _ in }
  ) {
    self.backend = backend
    self.sources = sources
    self.defaultMode = defaultMode
    self.clock = clock
    self.room = room
    self.log = log
  }

  /// An id for a new session: unguessable, 22 characters of base64url.
  public static func makeSessionID() -> String { Base64.encodeURL(RandomBytes.make(16)) }

  /// Starts a session; blocks until it and its messages are durable.
  ///
  /// - Parameter id: from ``makeSessionID()``, so that the caller can watch it before it starts.
  public func start(_ request: ScanRequest, id: String) throws(Failure) -> Started {
    // Looked for before anything of the request is: its source may be gone by now.
    let identity = request.identity
    if let earlier = try earlier(identity) { return Started(session: earlier, isRepeated: true) }
    var codes = request.codes
    var drawings: FileContent.Drawings?
    if let content = request.fileContent {
      switch try FileContent.decode(content) {
      case .codes(let list): codes += list
      case .drawings(let found): drawings = found
      }
    }
    let set = try codeSet(codes, request.mode ?? defaultMode)
    var isStarted = false
    // A token is kept before its session is.
    defer { if !isStarted { sources.close(id) } }
    let description = try sources.describe(request, drawings: drawings, session: id)
    let started = try start(
      set, description, id: id, requestID: identity,
      driveLink: request.driveLink, priority: request.priority)
    isStarted = !started.isRepeated
    if started.isRepeated { discard(description, insteadOf: started.session) }
    return started
  }

  /// The session that the same request got within the hour.
  private func earlier(_ identity: String?) throws(Failure) -> SessionSnapshot? {
    guard let identity else { return nil }
    do throws(BackendError) {
      return try backend.session(request: identity, now: clock.now())
    } catch {
      throw Failure(backend: error)
    }
  }

  /// Removes the drawings of a repeated request, which were kept before it was known to be one.
  private func discard(_ description: SourceDescription, insteadOf session: SessionSnapshot) {
    guard case .upload(let id) = description, description.json != session.source else { return }
    do throws(SourceError) {
      try sources.uploads.delete(id)
    } catch {
      // The sweep removes what no session reads.
      log(.uploadNotRemoved(id, error))
    }
  }

  /// Why the session's listing failed, told once: whoever asks has watchers to tell.
  public func takeFailureCode(of session: String) -> Failure.Code? {
    failures.withLock { $0.removeValue(forKey: session) }
  }

  /// Starts a session of a source that is known already.
  public func start(
    _ set: CodeSet, _ description: SourceDescription, id: String, requestID: String? = nil,
    driveLink: String? = nil, priority: Int = 0
  ) throws(Failure) -> Started {
    let session = NewSession(
      id: id, createdAt: clock.now(), source: description.json, sourceKey: description.key,
      isDemo: description.isDemo, matchMode: set.mode.rawValue, codes: set.codes,
      requestID: requestID, driveLink: driveLink, priority: priority)
    return try start(session, sources.open(description))
  }

  private func codeSet(_ codes: [String], _ mode: MatchMode) throws(Failure) -> CodeSet {
    do throws(CodeSetError) {
      return try CodeSet(codes, mode: mode)
    } catch {
      throw Failure(codes: error)
    }
  }

  /// Stops listing; sessions whose listing is cut off go on at the next start.
  public func stop() { isStopping.withLock { $0 = true } }

  /// Goes on with the listings that the end of the process cut off.
  public func resumeListings() throws(BackendError) {
    for session in try backend.unfinishedListings() { relist(session) }
  }

  /// Begins a listing again, unless it is under way.
  func relist(_ session: SessionSnapshot) {
    guard listed.withLock({ $0.insert(session.id).inserted }) else { return }
    do throws(Failure) {
      let source = try sources.open(SourceDescription(json: session.source))
      let sink = ListingSink(session: session.id, isOpen: true)
      startListing(source, into: sink)
    } catch {
      listed.withLock { _ = $0.remove(session.id) }
      fail(session.id, error)
    }
  }
}

/// What happens while listing, for the log.
public enum DispatcherEvent: Sendable {
  case listingFailed(String, Failure)
  /// A session waits for new credentials.
  case paused(String, String)
  case storageFailed(BackendError)
  case uploadNotRemoved(String, SourceError)
}
