import Testing

@testable import isoscan

@Suite struct ProgressBarTests {
  @Test(
    "a bar is 30 cells wide, whatever it is told",
    arguments: [(0, 0), (0, 10), (5, 10), (10, 10), (11, 10), (1, 0), (3_000, 1_000)])
  func width(_ done: Int, _ total: Int) {
    let line = ProgressBar.line(done: done, total: total, seconds: 1, unit: "drawings")
    #expect(line.prefix { $0 != " " }.count == 30)
    #expect(!line.contains("-"))
  }

  @Test("the share done is told in the bar and in per cent")
  func share() {
    let line = ProgressBar.line(done: 5, total: 10, seconds: 1, unit: "drawings")
    #expect(line.hasPrefix(String(repeating: "█", count: 15) + "░"))
    #expect(line.contains(" 50 %  5/10 drawings  5/s  0:01 left"))
  }
}
