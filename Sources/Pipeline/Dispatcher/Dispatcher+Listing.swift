import Dispatch
import FileSources
import Foundation
import Matching
import Store

/// Listing a source, in the background where it takes long.
extension Dispatcher {
  func start(_ session: NewSession, _ source: any FileSource) throws(Failure) -> Started {
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
  func startListing(_ source: any FileSource, into sink: ListingSink) {
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

  func fail(_ session: String, _ failure: Failure) {
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
