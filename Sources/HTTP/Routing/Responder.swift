internal import Synchronization

/// Answers one request, exactly once, from any thread.
///
/// A second answer is ignored; a responder that goes without an answer answers 500.
public final class Responder: Sendable {
  private let loop: EventLoop
  private let exchange: ExchangeID
  private let answered = Atomic<Bool>(false)

  init(loop: EventLoop, exchange: ExchangeID) {
    self.loop = loop
    self.exchange = exchange
  }

  /// - Returns: false when the request had been answered before.
  @discardableResult
  public func respond(_ response: Response) -> Bool {
    if answered.exchange(true, ordering: .acquiringAndReleasing) { return false }
    loop.deliver(response, to: exchange)
    return true
  }

  public var isAnswered: Bool { answered.load(ordering: .acquiring) }

  deinit {
    if !answered.load(ordering: .acquiring) { loop.post(.abandoned(exchange)) }
  }
}
