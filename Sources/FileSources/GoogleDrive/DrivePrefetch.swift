internal import Dispatch
internal import Synchronization

/// Drawings that are fetched before they are read, some at once.
final class DrivePrefetch: Sendable {
  private final class Entry: Sendable {
    let isForgotten = Mutex(false)
    let result = Mutex<Result<DriveContent, SourceError>?>(nil)
    let done = DispatchGroup()
  }

  private let entries = Mutex<[String: Entry]>([:])
  private let threads: FetchThreads
  private let fetch: DriveFetch

  init(_ fetch: DriveFetch, _ threads: FetchThreads) {
    self.fetch = fetch
    self.threads = threads
  }

  func prepare(_ items: [SourceItem], limit: Int) {
    for item in items {
      let entry = Entry()
      entry.done.enter()
      entries.withLock { $0[item.reference] = entry }
      threads.run { [fetch] in
        defer { entry.done.leave() }
        if entry.isForgotten.withLock({ $0 }) { return }
        let result: Result<DriveContent, SourceError>
        do throws(SourceError) {
          result = .success(try fetch.fetch(item, limit: limit))
        } catch {
          result = .failure(error)
        }
        entry.result.withLock { $0 = result }
      }
    }
  }

  func forget(_ items: [SourceItem]) {
    for item in items {
      let entry = entries.withLock { $0.removeValue(forKey: item.reference) }
      entry?.isForgotten.withLock { $0 = true }
    }
  }

  /// The drawing as it was prepared; `nil` where it was not.
  func take(_ item: SourceItem) throws(SourceError) -> DriveContent? {
    guard let entry = entries.withLock({ $0.removeValue(forKey: item.reference) }) else {
      return nil
    }
    entry.done.wait()
    return try entry.result.withLock { $0 }?.get()
  }
}
