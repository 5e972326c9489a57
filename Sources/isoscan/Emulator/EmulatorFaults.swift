import Foundation
import Synchronization

/// What goes wrong in an emulated drive on request, and what is counted of its requests.
final class EmulatorFaults: Sendable {
  struct Settings: Sendable {
    /// Share of API requests that fail for no reason, 0...1.
    var failRate = 0.0
    /// Share of downloads that break off in the middle, 0...1.
    var breakRate = 0.0
    /// Requests accepted in each second of one token; 0: no quota.
    var rateLimit = 0
    /// Page tokens that are forgotten when they are used first.
    var lostPageTokens = 0
    var seed: UInt64 = 1
  }

  enum Verdict { case pass, overQuota, frontEnd(Int), backend }

  /// Numbers for tests: `GET /emulator/stats`.
  struct Stats: Encodable, Sendable {
    var requests = 0
    var lists = 0
    var gets = 0
    var unauthorized = 0
    var injected = 0
    var broken = 0
    /// Seconds since the start of each request that was over the quota.
    var over_quota: [Double] = []
    /// Whole downloads and exports by path.
    var downloads: [String: Int] = [:]
    /// Page tokens forgotten.
    var lost_page_tokens = 0
  }

  private struct State {
    var stats = Stats()
    var random: UInt64
    var accepted: [String: [Double]] = [:]
  }

  private let settings: Settings
  private let state: Mutex<State>
  private let start = Date()

  init(_ settings: Settings) {
    self.settings = settings
    state = Mutex(State(random: settings.seed))
  }

  var stats: Stats { state.withLock { $0.stats } }

  func count(_ change: (inout Stats) -> Void) { state.withLock { change(&$0.stats) } }

  /// Judges one request of a token.
  func judge(_ token: String) -> Verdict {
    let now = Date().timeIntervalSince(start)
    return state.withLock { state in
      state.stats.requests += 1
      if settings.rateLimit > 0 {
        var accepted = state.accepted[token] ?? []
        accepted.removeAll { $0 <= now - 1 }
        let isOver = accepted.count >= settings.rateLimit
        if !isOver { accepted.append(now) }
        state.accepted[token] = accepted
        if isOver {
          state.stats.over_quota.append(now)
          return .overQuota
        }
      }
      guard Self.next(&state.random) < settings.failRate else { return .pass }
      state.stats.injected += 1
      // As seen of Google: pages of the front end without JSON, errors of the service with it.
      let kind = Self.next(&state.random)
      return kind < 0.4 ? .frontEnd(429) : kind < 0.6 ? .frontEnd(502) : .backend
    }
  }

  /// Whether a download breaks off.
  func breaks() -> Bool {
    state.withLock { state in
      guard Self.next(&state.random) < settings.breakRate else { return false }
      state.stats.broken += 1
      return true
    }
  }

  /// Whether a page token that is used now is forgotten.
  func losesPageToken() -> Bool {
    state.withLock { state in
      guard state.stats.lost_page_tokens < settings.lostPageTokens else { return false }
      state.stats.lost_page_tokens += 1
      return true
    }
  }

  /// SplitMix64, as a number in 0..<1.
  private static func next(_ state: inout UInt64) -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ mixed >> 31) >> 11) / 9_007_199_254_740_992
  }
}
