import Foundation

enum ProcessorCount {
  /// Cores that this process may use.
  static var available: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
