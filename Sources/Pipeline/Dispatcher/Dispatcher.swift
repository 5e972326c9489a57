import Codec
import Dispatch
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
  private static let patience = 2.0

  let backend: any Backend
  let sources: SourceResolver
  private let defaultMode: MatchMode
  private let clock: Clock
  private let room: Room
  private let log: @Sendable (DispatcherEvent) -> Void
  private let isStopping = Mutex(false)
  private let failures = Mutex<[String: Failure.Code]>([:])
  /// Sessions whose listing is under way.
  private let listed = Mutex<Set<String>>([])

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

  // MARK: Listing

  private func start(_ session: NewSession, _ source: any FileSource) throws(Failure) -> Started {
    let sink = ListingSink(session: session.id)
    listed.withLock { _ = $0.insert(session.id) }
    startListing(source, into: sink)
    let (drawings, ending) = sink.gather(until: .now() + Self.patience)
    do throws(Failure) {
      let started = try store(session, drawings, ending)
      sink.open(isAccepted: !started.isRepeated)
      return started
    } catch {
      sink.open(isAccepted: false)
      throw error
    }
  }

  /// A thread of its own: a source far away takes its time, and Dispatch's threads are few.
  private func startListing(_ source: any FileSource, into sink: ListingSink) {
    Thread.detachNewThread { [self] in list(source, into: sink) }
  }

  /// Lists the source to its end.
  private func list(_ source: any FileSource, into sink: ListingSink) {
    let missing = listAll(source, into: sink)
    listed.withLock { _ = $0.remove(sink.session) }
    if let missing { pause(sink.session, missing) }
  }

  /// - Returns: what the listing lacks where it has to wait for new credentials.
  private func listAll(_ source: any FileSource, into sink: ListingSink) -> String? {
    do {
      // Names that a session has are passed over, so a listing may begin anew.
      let listing = try room.attempt { try source.list { try add($0.map(Self.drawing), to: sink) } }
      // A folder that can't be listed is counted and told as a problem: see DrawingReader.
      let unread = listing.unreadableFolders.map { NewDrawing(name: $0 + "/", reference: "") }
      if !unread.isEmpty { try add(unread, to: sink) }
      if sink.finish(.listed(leftOut: listing.leftOut)) {
        try room.attempt { try end(sink.session, leftOut: listing.leftOut) }
      }
    } catch is ListingStopped {
      return nil
    } catch SourceError.interrupted {
      return nil
    } catch SourceError.unauthorized(let reason) {
      return sink.finish(.failed(Failure(.driveAuth, reason))) ? reason : nil
    } catch {
      // What a stop cut off goes on at the next start.
      if isStopping.withLock({ $0 }) { return nil }
      let failure = Self.translate(error)
      if sink.finish(.failed(failure)) { fail(sink.session, failure) }
    }
    return nil
  }

  private func pause(_ session: String, _ reason: String) {
    do {
      log(.paused(session, reason))
      let pause = SessionPause(backend: backend, sources: sources)
      let outcome = try room.attempt { () throws(BackendError) in
        try pause.pause(session, reason: reason)
      }
      if outcome == .goesOn { try goOn(session) }
    } catch {
      log(.storageFailed(error))
    }
  }

  private func add(_ drawings: [NewDrawing], to sink: ListingSink) throws {
    try room.attempt {
      guard !isStopping.withLock({ $0 }) else { throw ListingStopped() }
      try sink.add(drawings, to: backend)
    }
  }

  /// Stores the session with what is listed so far.
  private func store(
    _ session: NewSession, _ drawings: [NewDrawing], _ ending: ListingSink.Ending?
  ) throws(Failure) -> Started {
    var session = session
    switch ending {
    case .failed(let failure): throw failure
    case .listed(let leftOut) where drawings.isEmpty: throw Self.noDrawings(leftOut)
    case .listed(let leftOut): session.leftOut = leftOut
    case nil: break
    }
    do throws(BackendError) {
      let outcome = try backend.start(
        session, firstDrawings: drawings, listingDone: ending != nil)
      return Started(session: outcome.session, isRepeated: outcome.isRepeated)
    } catch {
      throw Failure(backend: error)
    }
  }

  /// Ends the listing of a stored session; one without any drawing fails.
  private func end(_ session: String, leftOut: Int) throws {
    if let snapshot = try backend.session(session), snapshot.counters.total == 0 {
      fail(session, Self.noDrawings(leftOut))
    } else {
      _ = try backend.finishListing(session, leftOut: leftOut)
    }
  }

  private static func noDrawings(_ leftOut: Int) -> Failure {
    let others = leftOut > 0 ? " (\(leftOut) other files were left out)" : ""
    return Failure(
      .noDrawings,
      "There are no drawings to scan there\(others): name a folder that holds PDF files, or "
        + "upload some.")
  }

  private func fail(_ session: String, _ failure: Failure) {
    do {
      log(.listingFailed(session, failure))
      failures.withLock { $0[session] = failure.code }
      try room.attempt { () throws(BackendError) in
        _ = try backend.failListing(session, reason: failure.message, now: clock.now())
      }
    } catch {
      log(.storageFailed(error))
    }
  }

  private static func drawing(_ item: SourceItem) -> NewDrawing {
    NewDrawing(
      name: item.name, reference: item.reference, size: item.size, identity: item.identity)
  }

  private static func translate(_ error: any Error) -> Failure {
    switch error {
    case let error as Failure: error
    case let error as BackendError: Failure(backend: error)
    case SourceError.notFound(let name):
      Failure(.unreadableSource, "The drawings can't be listed: \(name) is not there.")
    case SourceError.missingRoot(let text):
      Failure(.notFound, "The drawings can't be listed: \(text)")
    case SourceError.escapesRoot:
      Failure(
        .badFolder, "\"folder\" leads out of the configured folder, by \"..\" or by a link.")
    case let error as SourceError:
      Failure(.unreadableSource, "The drawings can't be listed: \(error).")
    default: Failure.internalError(error)
    }
  }
}

/// The process is stopping: the listing goes on at the next start.
struct ListingStopped: Error {}

/// What happens while listing, for the log.
public enum DispatcherEvent: Sendable {
  case listingFailed(String, Failure)
  /// A session waits for new credentials.
  case paused(String, String)
  case storageFailed(BackendError)
  case uploadNotRemoved(String, SourceError)
}

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
