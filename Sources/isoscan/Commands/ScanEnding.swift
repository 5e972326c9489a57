import Dispatch
import Synchronization

/// How a scan ended, told once by whoever sees it first.
final class ScanEnding: Sendable {
  enum Way: Sendable {
    /// All drawings are counted; the report's name.
    case done(report: String)
    /// Nobody reads stdout any more.
    case readerGone
    /// The source can't be listed, or holds no drawings: why.
    case notListed(String)
    case failed(String)
  }

  private let way = Mutex<Way?>(nil)
  private let signal = DispatchSemaphore(value: 0)

  func set(_ new: Way) {
    let isFirst = way.withLock { way -> Bool in
      guard way == nil else { return false }
      way = new
      return true
    }
    if isFirst { signal.signal() }
  }

  /// Waits for the end; called once.
  func wait() -> Way {
    signal.wait()
    return way.withLock { $0 } ?? .failed("the scan ended without a reason")
  }
}

/// The progress bar of a scan, whose total is known only once it has started, and may grow then.
final class ScanProgress: Sendable {
  private let bar = Mutex<ProgressBar?>(nil)

  func setTotal(_ total: Int) {
    bar.withLock { bar in
      if let bar { bar.setTotal(total) } else { bar = ProgressBar(total: total, unit: "drawings") }
    }
  }

  func advance(_ note: String) { bar.withLock { $0 }?.advance(note: note) }

  func end() { bar.withLock { $0 }?.end() }
}

/// Folders that a scan could not list.
final class UnreadableFolders: Sendable {
  private let list = Mutex<[String]>([])

  var names: [String] { list.withLock { $0 } }

  func add(_ name: String) { list.withLock { $0.append(name) } }
}
