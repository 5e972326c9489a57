internal import Dispatch
internal import Synchronization

/// Drawings that are fetched before they are read, some at once.
///
/// What is forgotten unread (a pause, a stop) stays for when it is prepared again, as far as it is
/// fetched or under way and there is room.
final class DrivePrefetch: Sendable {
  private let entries = Mutex<[String: PrefetchEntry]>([:])
  private let threads: FetchThreads
  private let kept: KeptBytes
  private let fetch: DriveFetch

  init(_ fetch: DriveFetch, _ threads: FetchThreads, _ kept: KeptBytes) {
    self.fetch = fetch
    self.threads = threads
    self.kept = kept
  }

  func prepare(_ items: [SourceItem], limit: Int) {
    for item in items {
      let entry = PrefetchEntry()
      let isNew = entries.withLock { entries in
        if entries[item.reference]?.isOfUse == true { return false }
        entries[item.reference] = entry
        return true
      }
      guard isNew else { continue }
      threads.run { [fetch] in
        entry.run { () throws(SourceError) in try fetch.fetch(item, limit: limit) }
      }
    }
  }

  func forget(_ items: [SourceItem]) {
    for item in items {
      entries.withLock { entries in
        guard let entry = entries[item.reference] else { return }
        // Documents of Google's own tell no size before they are exported.
        let room = kept.reserve(item.size ?? Int64(DriveExport.limit))
        if !entry.keep(room) { entries[item.reference] = nil }
      }
    }
  }

  /// The drawing as it was prepared; `nil` where it was not.
  func take(_ item: SourceItem) throws(SourceError) -> DriveContent? {
    guard let entry = entries.withLock({ $0.removeValue(forKey: item.reference) }) else {
      return nil
    }
    return try entry.content()
  }
}

/// One drawing that is fetched.
private final class PrefetchEntry: Sendable {
  private enum Stage {
    case waiting
    case running
    case done(Result<DriveContent, SourceError>)
    case forgotten
  }

  private struct State {
    var stage = Stage.waiting
    /// Where it is kept although it was forgotten.
    var room: KeptBytes.Room?
  }

  private let state = Mutex(State())
  private let done = DispatchGroup()

  init() { done.enter() }

  /// Fetches, unless it was forgotten before.
  func run(_ fetch: () throws(SourceError) -> DriveContent) {
    defer { done.leave() }
    let isWanted = state.withLock { state in
      guard case .waiting = state.stage else { return false }
      state.stage = .running
      return true
    }
    guard isWanted else { return }
    let result: Result<DriveContent, SourceError>
    do throws(SourceError) {
      result = .success(try fetch())
    } catch {
      result = .failure(error)
    }
    state.withLock { $0.stage = .done(result) }
  }

  /// Whether it is fetched, or may be soon.
  var isOfUse: Bool {
    state.withLock { state in
      switch state.stage {
      case .waiting, .running, .done(.success): true
      case .done(.failure), .forgotten: false
      }
    }
  }

  /// Keeps what there is, though nobody reads it now.
  ///
  /// - Returns: false when there is nothing to keep, or no room.
  func keep(_ room: KeptBytes.Room?) -> Bool {
    state.withLock { state in
      switch state.stage {
      case .running, .done(.success):
        state.room = state.room ?? room
        return state.room != nil
      case .waiting:
        state.stage = .forgotten
        return false
      case .done(.failure), .forgotten: return false
      }
    }
  }

  /// Waits for the content; `nil`: to be fetched anew, since what was wrong may be over.
  func content() throws(SourceError) -> DriveContent? {
    done.wait()
    let (stage, wasKept) = state.withLock { ($0.stage, $0.room != nil) }
    switch stage {
    case .done(.success(let content)): return content
    case .done(.failure(let error)):
      if wasKept { return nil }
      throw error
    case .waiting, .running, .forgotten: return nil
    }
  }
}
