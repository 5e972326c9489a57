import Store
import Testing

@testable import Pipeline

@Suite("merging of progress")
struct ProgressMergerTests {
  private func progress(_ processed: Int, of total: Int = 100) -> ProgressMerger.Progress {
    .init(
      session: "s", counters: Counters(total: total, processed: processed),
      fileName: "\(processed).pdf")
  }

  @Test("the first goes at once, the rest waits, the newest wins")
  func merges() {
    var merger = ProgressMerger(interval: 50)
    #expect(merger.offer(progress(1), now: 1_000) == progress(1))
    #expect(merger.offer(progress(2), now: 1_010) == nil)
    #expect(merger.offer(progress(3), now: 1_020) == nil)
    #expect(merger.due(now: 1_050) == [progress(3)])
    #expect(merger.isEmpty)
  }

  @Test("after the interval the next goes at once")
  func interval() {
    var merger = ProgressMerger(interval: 50)
    _ = merger.offer(progress(1), now: 1_000)
    #expect(merger.offer(progress(2), now: 1_050) == progress(2))
  }

  @Test("the last one never waits")
  func last() {
    var merger = ProgressMerger(interval: 50)
    _ = merger.offer(progress(99), now: 1_000)
    #expect(merger.offer(progress(100), now: 1_001) == progress(100))
  }

  @Test("interval 0 merges nothing")
  func everything() {
    var merger = ProgressMerger(interval: 0)
    for number in 1...3 { #expect(merger.offer(progress(number), now: 1_000) == progress(number)) }
  }

  @Test("a clock that steps back holds nothing up")
  func clockStep() {
    var merger = ProgressMerger(interval: 50)
    _ = merger.offer(progress(1), now: 1_000_000)
    #expect(merger.offer(progress(2), now: 1_000) == progress(2))
  }

  @Test("what waits is not sent after newer progress that passed it")
  func pass() {
    var merger = ProgressMerger(interval: 50)
    _ = merger.offer(progress(1), now: 1_000)
    #expect(merger.offer(progress(2), now: 1_010) == nil)
    merger.pass("s", now: 1_020)
    #expect(merger.due(now: 1_050).isEmpty)
    #expect(merger.offer(progress(3), now: 1_060) == nil, "the interval begins anew")
  }

  @Test("a session that ends takes what waits with it")
  func end() {
    var merger = ProgressMerger(interval: 50)
    _ = merger.offer(progress(1), now: 1_000)
    _ = merger.offer(progress(2), now: 1_010)
    #expect(merger.end("s") == progress(2))
    #expect(merger.isEmpty)
  }
}
