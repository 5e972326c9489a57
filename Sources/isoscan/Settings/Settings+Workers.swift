import Pipeline

extension Settings {
  /// What the worker pool is told.
  var workerSettings: WorkerSettings {
    WorkerSettings(
      count: workers.count, batchSize: queue.batchSize, fileTimeout: workers.fileTimeout,
      maxFileBytes: workers.maxFileBytes, visibilityTimeout: queue.visibilityTimeout,
      limits: limits)
  }
}
