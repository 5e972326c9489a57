import Pipeline

/// Turns the parts' events into log lines.
struct EventLog: Sendable {
  let log: Log

  @Sendable func dispatcher(_ event: DispatcherEvent) {
    switch event {
    case .listingFailed(let session, let failure):
      log.error(
        "listing failed",
        ["session": session, "error": failure.detail.isEmpty ? failure.message : failure.detail])
    case .paused(let session, let reason):
      log.warning("listing waits for credentials", ["session": session, "reason": reason])
    case .storageFailed(let error): log.error("storage failed", ["error": "\(error)"])
    case .uploadNotRemoved(let id, let error):
      log.warning("upload not removed", ["upload": id, "error": "\(error)"])
    }
  }

  @Sendable func room(_ event: RoomEvent) {
    switch event {
    case .short(let reason): log.error("scans are paused", ["reason": reason])
    case .over: log.info("scans go on", [:])
    }
  }

  @Sendable func worker(_ event: WorkerEvent) {
    switch event {
    case .storageFailed(let verb, let error):
      log.error("storage failed", ["verb": verb, "error": "\(error)"])
    }
  }

  @Sendable func textCache(_ event: TextCacheEvent) {
    switch event {
    case .begunAnew(let reason): log.warning("text cache begun anew", ["reason": reason])
    case .paused(let reason): log.warning("text cache is not written", ["reason": reason])
    case .unusable(let reason): log.warning("no text cache", ["reason": reason])
    }
  }

  @Sendable func reporter(_ event: ReporterEvent) {
    switch event {
    case .failed(let session, let error):
      log.error("report can't be made", ["session": session, "error": error])
    }
  }
}
