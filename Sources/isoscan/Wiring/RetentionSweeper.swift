import Dispatch
import FileSources
import Foundation
import Pipeline
import Synchronization

/// Removes what is older than its retention, at the start and every hour.
final class RetentionSweeper: Sendable {
  private static let interval = 3_600.0

  private let backend: any Backend
  private let files: SessionFiles
  private let uploads: UploadStore
  private let cache: TextCache?
  private let days: Int
  private let log: Log
  private let queue = DispatchQueue(label: "isoscan.retention", qos: .background)
  private let isStopped = Mutex(false)

  init(
    backend: any Backend, files: SessionFiles, uploads: UploadStore, cache: TextCache?, days: Int,
    log: Log
  ) {
    self.backend = backend
    self.files = files
    self.uploads = uploads
    self.cache = cache
    self.days = days
    self.log = log
  }

  func start() { queue.async { [self] in sweep() } }

  func stop() { isStopped.withLock { $0 = true } }

  private func sweep() {
    guard !isStopped.withLock({ $0 }) else { return }
    // A clock that is set wrong while the server runs removes nothing.
    let now = Clock.system.steady()
    let cutoff = now - Int64(days) * 86_400_000
    do {
      let removed = try backend.sweep(endedBefore: cutoff, now: now)
      for session in removed { try files.remove(session) }
      try files.reporter.removeOrphans()
      for upload in try uploads.list() where upload.finished * 1_000 < cutoff {
        try files.removeUpload(upload.id)
      }
      _ = cache?.sweep(unusedSince: cutoff)
      if !removed.isEmpty { log.info("old sessions removed", ["count": removed.count]) }
    } catch {
      log.error("retention failed", ["error": "\(error)"])
    }
    queue.asyncAfter(deadline: .now() + Self.interval) { [self] in sweep() }
  }
}
