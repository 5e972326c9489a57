internal import Synchronization

/// Counts connections in all and by address, and says whether one more may come.
final class ConnectionGate: Sendable {
  enum Admission { case admitted, refused }

  private let maximum: Int
  private let maximumPerAddress: Int
  private let total = Atomic<Int>(0)
  private let refused = Atomic<Int>(0)
  /// Taken when a connection comes or goes, never on its path between.
  private let byAddress = Mutex<[String: Int]>([:])

  init(maximum: Int, perAddress: Int) {
    self.maximum = maximum
    maximumPerAddress = perAddress
  }

  /// Refused connections that are still open.
  var lingering: Int { refused.load(ordering: .relaxed) }

  func admit(_ address: String, isLocal: Bool) -> Admission {
    if total.load(ordering: .relaxed) >= maximum { return refuse() }
    if !isLocal {
      let fits = byAddress.withLock { counts in
        guard counts[address, default: 0] < maximumPerAddress else { return false }
        counts[address, default: 0] += 1
        return true
      }
      if !fits { return refuse() }
    }
    total.add(1, ordering: .relaxed)
    return .admitted
  }

  private func refuse() -> Admission {
    refused.add(1, ordering: .relaxed)
    return .refused
  }

  func leave(_ address: String, isLocal: Bool, wasRefused: Bool) {
    if wasRefused {
      refused.subtract(1, ordering: .relaxed)
      return
    }
    total.subtract(1, ordering: .relaxed)
    if isLocal { return }
    byAddress.withLock { counts in
      guard let count = counts[address] else { return }
      counts[address] = count > 1 ? count - 1 : nil
    }
  }
}
