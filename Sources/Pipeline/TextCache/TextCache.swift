import Dispatch
import Foundation
import SQLite
import Synchronization

/// The text of drawings that were read, kept for later scans with other codes.
///
/// Any number of workers read at once, each over a connection of its own. What they store is
/// gathered and written on a queue of the cache's own; where that can't follow, it is dropped.
/// Losing the cache never matters: one that is damaged is begun anew.
public final class TextCache: Sendable {
  /// Bytes that may wait to be written: some seconds of a fast scan.
  private static let waitingLimit = 32 << 20
  /// Bytes that are written without waiting for more.
  private static let batchSize = 1 << 20
  /// Seconds that others are waited for.
  private static let batchDelay = 0.2
  /// Seconds between two notes of a document's use: a scan of the same drawings again soon
  /// writes nothing.
  private static let useInterval: Int64 = 3_600
  /// Seconds without writes after one that failed (a full disk).
  private static let pause: Int64 = 60
  /// Times a damaged file is begun anew by one process: a medium that breaks again and again is
  /// not used any more.
  private static let renewals = 3
  /// Share of the bound that one document may take.
  private static let largestShare: Int64 = 8
  /// Documents that are written in one transaction.
  private static let partCount = 1_000
  /// Most connections for reading.
  private static let readers = 32

  private struct State {
    var file: CacheFile?
    var waiting: [CacheKey: [UInt8]] = [:]
    var waitingBytes = 0
    /// What is being written: still answered from here.
    var writing: [CacheKey: [UInt8]] = [:]
    var used: Set<Int64> = []
    var isScheduled = false
    /// Seconds since 1970 until when nothing is written.
    var pausedUntil: Int64 = 0
    var renewals = 0
  }

  private let folder: String
  private let limit: Int64
  private let clock: Clock
  private let log: @Sendable (TextCacheEvent) -> Void
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "isoscan.text-cache", qos: .utility)

  /// Opens the cache in a folder, which must be there; a cache that can't be used has no effect.
  ///
  /// - Parameter maxBytes: bound of its file; the least recently used goes first.
  public init(
    folder: String, maxBytes: Int, clock: Clock = .system,
    log: @escaping @Sendable (TextCacheEvent) -> Void = { _ in }
  ) {
    self.folder = folder
    limit = Int64(maxBytes)
    self.clock = clock
    self.log = log
    let file = open()
    state.withLock { $0.file = file }
    queue.async { [self] in attempt { file throws(DatabaseError) in try file.shrink(below: limit) }
    }
  }

  /// Removes the cache of a folder where none is wanted any more.
  public static func remove(folder: String) { CacheFile.remove(folder: folder) }

  /// Writes what waits and closes the file.
  public func close() {
    queue.sync {
      flush()
      state.withLock { state -> CacheFile? in
        defer { state.file = nil }
        return state.file
      }?.close()
    }
  }

  /// Removes what was not used for so long, and returns how many documents that were.
  ///
  /// - Parameter cutoff: milliseconds since 1970.
  public func sweep(unusedSince cutoff: Int64) -> Int {
    queue.sync {
      var count = 0
      // A use is noted once in an hour.
      let seconds = cutoff / 1_000 - Self.useInterval
      attempt { file throws(DatabaseError) in count = try file.sweep(unusedSince: seconds) }
      return count
    }
  }

  /// Bytes that the cache takes.
  var byteCount: Int64 {
    queue.sync {
      var count: Int64 = 0
      attempt { file throws(DatabaseError) in count = try file.byteCount() }
      return count
    }
  }

  // MARK: Workers

  /// Puts a document into `bytes`.
  ///
  /// - Returns: false when there is none.
  func read(_ key: CacheKey, into bytes: inout [UInt8]) -> Bool {
    let (file, waiting) = state.withLock { ($0.file, $0.waiting[key] ?? $0.writing[key]) }
    if let waiting {
      bytes = waiting
      return true
    }
    guard let file else { return false }
    var isFound = false
    var used: Int64 = 0
    do throws(DatabaseError) {
      try file.read(key.id) { body, time in
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: body)
        (isFound, used) = (true, time)
      }
    } catch {
      fail(error)
      return false
    }
    if isFound, seconds - used > Self.useInterval { noteUse(of: key) }
    return isFound
  }

  /// Keeps a document, soon; returns at once.
  func store(_ bytes: [UInt8], _ key: CacheKey) {
    guard Int64(bytes.count) <= limit / Self.largestShare else { return }
    let now = seconds
    let delay = state.withLock { state -> Double? in
      guard state.file != nil, now >= state.pausedUntil,
        state.waitingBytes <= Self.waitingLimit
      else { return nil }
      state.waitingBytes += bytes.count
      state.waiting[key] = bytes
      return Self.delay(&state)
    }
    schedule(delay)
  }

  /// What was read is not what was stored: the file is damaged.
  func reportDamage() { queue.async { [self] in renew("checksum") } }

  private func noteUse(of key: CacheKey) {
    let delay = state.withLock { state -> Double? in
      state.used.insert(key.id)
      return Self.delay(&state)
    }
    schedule(delay)
  }

  /// When to write; `nil`: it is arranged already.
  private static func delay(_ state: inout State) -> Double? {
    if state.waitingBytes >= batchSize, state.writing.isEmpty { return 0 }
    guard !state.isScheduled else { return nil }
    state.isScheduled = true
    return batchDelay
  }

  private func schedule(_ delay: Double?) {
    guard let delay else { return }
    if delay == 0 {
      queue.async { [self] in flush() }
    } else {
      queue.asyncAfter(deadline: .now() + delay) { [self] in flush() }
    }
  }

  private var seconds: Int64 { clock.steady() / 1_000 }

  // MARK: The queue

  private func flush() {
    let used = state.withLock { state -> Set<Int64> in
      swap(&state.writing, &state.waiting)
      state.waiting = [:]
      state.waitingBytes = 0
      state.isScheduled = false
      defer { state.used = [] }
      return state.used
    }
    defer { state.withLock { $0.writing = [:] } }
    let documents = state.withLock { $0.writing.map { (id: $0.key.id, bytes: $0.value) } }
    let now = seconds
    if !used.isEmpty {
      attempt { file throws(DatabaseError) in try file.noteUses(used, now: now) }
    }
    var rest = documents[...]
    while !rest.isEmpty {
      let part = takePart(&rest)
      attempt { file throws(DatabaseError) in try file.store(part, now: now, limit: limit) }
    }
  }

  /// Takes as many documents as room is made for at once.
  private func takePart(
    _ rest: inout ArraySlice<(id: Int64, bytes: [UInt8])>
  ) -> [(id: Int64, bytes: [UInt8])] {
    var part: [(id: Int64, bytes: [UInt8])] = []
    var size: Int64 = 0
    repeat {
      guard let next = rest.popFirst() else { break }
      size += Int64(next.bytes.count)
      part.append(next)
    } while size < limit / Self.largestShare && part.count < Self.partCount
    return part
  }

  private func attempt(_ verb: (CacheFile) throws(DatabaseError) -> Void) {
    guard let file = state.withLock({ $0.file }) else { return }
    do throws(DatabaseError) {
      try verb(file)
    } catch {
      fail(error)
    }
  }

  private func fail(_ error: DatabaseError) {
    switch error.kind {
    case .closed: return
    // What a damaged schema gives has no code of its own.
    case .corrupt, .constraint, .other: queue.async { [self] in renew("\(error)") }
    case .full, .readOnly, .cantOpen, .busy:
      let now = seconds
      let isNews = state.withLock { state -> Bool in
        defer { state.pausedUntil = now + Self.pause }
        return now >= state.pausedUntil
      }
      if isNews { log(.paused("\(error)")) }
    }
  }

  /// Begins a damaged file anew; on the queue.
  private func renew(_ reason: String) {
    let (old, isLast) = state.withLock { state -> (CacheFile?, Bool) in
      defer { state.file = nil }
      state.renewals += 1
      return (state.file, state.renewals > Self.renewals)
    }
    guard let old else { return }
    old.close()
    CacheFile.remove(folder: folder)
    log(.begunAnew(reason))
    guard !isLast else {
      log(.unusable(reason))
      return
    }
    let file = open()
    state.withLock { $0.file = file }
  }

  /// Opens the file; one that is damaged, foreign or of another version is begun anew.
  private func open() -> CacheFile? {
    do {
      return try CacheFile(folder: folder, readers: Self.readers)
    } catch {
      let kind = (error as? DatabaseError)?.kind
      if let kind, [.full, .readOnly, .cantOpen, .busy].contains(kind) {
        log(.unusable("\(error)"))
        return nil
      }
      log(.begunAnew("\(error)"))
    }
    CacheFile.remove(folder: folder)
    do {
      return try CacheFile(folder: folder, readers: Self.readers)
    } catch {
      log(.unusable("\(error)"))
      return nil
    }
  }
}

/// What happens to the text cache, for the log.
public enum TextCacheEvent: Sendable {
  /// The file was damaged, and removed.
  case begunAnew(String)
  /// Nothing is written for a while.
  case paused(String)
  /// There is no cache.
  case unusable(String)
}
