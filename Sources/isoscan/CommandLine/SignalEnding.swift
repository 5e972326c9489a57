import Foundation
import Synchronization

/// The end of a command by SIGINT, SIGTERM or SIGHUP: with 128 and the signal's number.
///
/// One that is ignored when the command starts stays so, as nohup(1) and a shell's `&` have it.
final class SignalEnding: Sendable {
  private let hasCome = Mutex(false)

  /// - Parameter clean: ends what the command has started and removes what it has made, on a thread
  ///   of its own: the command's may be in the middle of a read, or of a write nobody takes.
  init(_ clean: @escaping @Sendable () -> Void) {
    let signals = SignalQueue([SIGINT, SIGTERM, SIGHUP].filter { !Self.isIgnored($0) })
    Thread.detachNewThread { [self] in
      let number = signals.next()
      hasCome.withLock { $0 = true }
      clean()
      _exit(128 + number)
    }
  }

  /// Goes on, or never returns where a signal has come: what it cut off is no result, and the
  /// process ends as the signal says.
  func goOn() {
    while hasCome.withLock({ $0 }) { pause() }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    let handler = action.__sigaction_handler.sa_handler
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
