internal import Glibc
internal import Synchronization

/// The listeners of a server, closed together.
final class ListenerSet: Sendable {
  let numbers: [Int32]
  private let paths: [String]
  private let isOpen = Atomic<Bool>(true)

  /// - Parameter listeners: their descriptors, and the Unix paths that go with them.
  init(numbers: [Int32], paths: [String]) {
    self.numbers = numbers
    self.paths = paths
  }

  func closeAll() {
    guard isOpen.exchange(false, ordering: .acquiringAndReleasing) else { return }
    for path in paths { unlink(path) }
    for number in numbers { close(number) }
  }

  deinit { closeAll() }
}
