import Dispatch
import Foundation
import Synchronization

/// A progress bar with rate and time left on stderr, where that is a terminal.
final class ProgressBar: Sendable {
  private struct State {
    var done = 0
    var total: Int
    var lastDrawn: UInt64 = 0
  }

  private let state: Mutex<State>
  private let start: UInt64
  private let unit: String
  private let isShown: Bool

  /// Least time between two drawings of the bar, in nanoseconds.
  private static let interval: UInt64 = 100_000_000

  init(total: Int, unit: String, isShown: Bool = Terminal.errorIsTerminal) {
    state = Mutex(State(total: total))
    start = DispatchTime.now().uptimeNanoseconds
    self.unit = unit
    self.isShown = isShown
  }

  /// The total grew, or became known.
  func setTotal(_ total: Int) { state.withLock { $0.total = total } }

  func advance(note: String = "") {
    let line = state.withLock { state -> String? in
      state.done += 1
      let now = DispatchTime.now().uptimeNanoseconds
      guard isShown, now - state.lastDrawn >= Self.interval || state.done == state.total else {
        return nil
      }
      state.lastDrawn = now
      let seconds = Double(now - start) / 1e9
      return Self.line(done: state.done, total: state.total, seconds: seconds, unit: unit)
        + (note.isEmpty ? "" : "  " + note)
    }
    if let line { Terminal.note("\r\u{1B}[K" + line) }
  }

  /// Removes the bar.
  func end() {
    if isShown { Terminal.note("\r\u{1B}[K") }
  }

  /// The bar as text. `done` may be ahead of `total`, which is told by someone else.
  static func line(done: Int, total: Int, seconds: Double, unit: String) -> String {
    let total = max(total, done)
    let share = total > 0 ? Double(done) / Double(total) : 1
    let width = 30
    let filled = Int(share * Double(width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? Double(total - done) / rate : 0
    return "\(bar) \(Int(share * 100)) %  \(done)/\(total) \(unit)  \(Int(rate))/s  "
      + "\(duration(left)) left"
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 359_999).rounded(.up))
    let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
    let tail =
      (minutes < 10 && hours > 0 ? "0" : "") + "\(minutes):" + (rest < 10 ? "0" : "") + "\(rest)"
    return hours > 0 ? "\(hours):\(tail)" : tail
  }
}
