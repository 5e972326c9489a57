import Dispatch
import Foundation
import Synchronization

/// Signals, taken one after another by one thread.
final class SignalQueue: @unchecked Sendable {
  // Sendable because `sources` is set once and only cancelled in `deinit`.

  private let arrived = Mutex<[Int32]>([])
  private let count = DispatchSemaphore(value: 0)
  private let sources: [any DispatchSourceSignal]

  init(_ signals: [Int32]) {
    let queue = DispatchQueue(label: "isoscan.signals")
    sources = signals.map { number in
      // The default action would end the process before the source sees the signal.
      Foundation.signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for (number, source) in zip(signals, sources) {
      source.setEventHandler { [unowned self] in raise(number) }
      source.resume()
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// As if the signal had come.
  func raise(_ number: Int32) {
    arrived.withLock { $0.append(number) }
    count.signal()
  }

  /// Waits for the next signal.
  func next() -> Int32 {
    count.wait()
    return arrived.withLock { $0.removeFirst() }
  }
}
