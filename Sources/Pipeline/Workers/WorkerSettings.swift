public import Extraction
public import Recognition

/// What the worker pool is told; the rest of the settings stays outside.
public struct WorkerSettings: Sendable {
  /// Worker queues.
  public var count: Int
  /// Drawings leased at once.
  public var batchSize: Int
  /// Seconds for one drawing.
  public var fileTimeout: Int
  /// Bytes of the largest drawing that is read.
  public var maxFileBytes: Int
  /// Seconds that a lease holds without being extended.
  public var visibilityTimeout: Int
  public var limits: Limits
  /// Whether pages without text are read.
  public var recognition: RecognitionPlan

  public init(
    count: Int, batchSize: Int = 10, fileTimeout: Int = 30, maxFileBytes: Int = 268_435_456,
    visibilityTimeout: Int = 60, limits: Limits = Limits(), recognition: RecognitionPlan = .off
  ) {
    self.count = count
    self.batchSize = batchSize
    self.fileTimeout = fileTimeout
    self.maxFileBytes = maxFileBytes
    self.visibilityTimeout = visibilityTimeout
    self.limits = limits
    self.recognition = recognition
  }
}
