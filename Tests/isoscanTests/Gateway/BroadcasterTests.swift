import Pipeline
import Testing

@testable import isoscan

@Suite("what watchers are told")
struct BroadcasterTests {
  @Test("while a page is read for one client, others get their messages")
  func others() throws {
    let harness = try BroadcastHarness()
    let (client, other) = (harness.connect(), harness.connect())
    try harness.start(drawings: 1)
    harness.feed.gate.wait()
    let answer = harness.reconnect(client)
    harness.feed.asked.wait()
    harness.registry.watch("t", other.id)
    try harness.start("t", drawings: 1)
    #expect(harness.words(to: other) == ["STARTED"])
    #expect(harness.words(to: client).isEmpty)
    harness.feed.gate.signal()
    #expect(answer.wait() == nil)
    #expect(harness.words(to: client) == ["SYNC_STATE"])
  }

  @Test("what is counted while the page is read comes after it, and is not on it")
  func exact() throws {
    let harness = try BroadcastHarness()
    let (client, watcher) = (harness.connect(), harness.connect())
    harness.registry.watch("s", watcher.id)
    try harness.start(drawings: 4)
    try harness.finish(2)
    harness.feed.gate.wait()
    let answer = harness.reconnect(client)
    harness.feed.asked.wait()
    try harness.finish()
    harness.feed.gate.signal()
    #expect(answer.wait() == nil)
    try harness.finish()
    #expect(
      harness.words(to: client) == [
        "SYNC_STATE d1 d2", "MATCH_FOUND d3", "PROGRESS 3", "MATCH_FOUND d4", "PROGRESS 4",
      ])
    #expect(
      harness.words(to: watcher) == ["STARTED"]
        + (1...4).flatMap { ["MATCH_FOUND d\($0)", "PROGRESS \($0)"] })
  }

  @Test("of the progress that waits for a SYNC_STATE only the last is sent")
  func progress() throws {
    let harness = try BroadcastHarness(interval: 1)
    let client = harness.connect()
    try harness.start(drawings: 300)
    harness.feed.gate.wait()
    let answer = harness.reconnect(client)
    harness.feed.asked.wait()
    try harness.finish(300, codes: [])
    harness.feed.gate.signal()
    #expect(answer.wait() == nil)
    #expect(harness.words(to: client) == ["SYNC_STATE", "PROGRESS 300"])
  }

  @Test("those who wait for the same are answered together")
  func together() throws {
    let harness = try BroadcastHarness()
    try harness.start(drawings: 1)
    harness.feed.gate.wait()
    let first = harness.reconnect(harness.connect())
    harness.feed.asked.wait()
    let clients = (0..<20).map { _ in harness.connect() }
    let answers = clients.map { harness.reconnect($0) }
    harness.feed.gate.signal()
    #expect(([first] + answers).allSatisfy { $0.wait() == nil })
    #expect(harness.feed.pages == 2)
    #expect(clients.allSatisfy { harness.words(to: $0) == ["SYNC_STATE"] })
  }

  @Test("who reaches the server by another address waits for nobody, and gets its own links")
  func addresses() throws {
    let harness = try BroadcastHarness()
    let (here, there) = (harness.connect(), harness.connect(by: "http://there"))
    harness.registry.watch("s", there.id)
    try harness.start(drawings: 2)
    try harness.finish()
    harness.feed.gate.wait()
    let answer = harness.reconnect(here)
    harness.feed.asked.wait()
    try harness.finish()
    let told = ["MATCH_FOUND d1", "PROGRESS 1", "MATCH_FOUND d2", "PROGRESS 2"]
    #expect(harness.words(to: there) == ["STARTED"] + told)
    harness.feed.gate.signal()
    #expect(answer.wait() == nil)
    #expect(harness.words(to: here) == ["SYNC_STATE d1"] + told[2...])
    for (client, base) in [(here, "http://here/"), (there, "http://there/")] {
      let links = harness.messages(to: client).flatMap(\.rows).map(\.pdf_link)
      #expect(links.count == 2 && links.allSatisfy { $0.hasPrefix(base) })
    }
  }

  @Test("pages of many sessions are read two at a time, all in the end")
  func width() throws {
    let harness = try BroadcastHarness()
    let sessions = (1...6).map { "s\($0)" }
    for session in sessions { try harness.start(session, drawings: 1) }
    harness.feed.gate.wait()
    let answers = sessions.map { harness.reconnect(harness.connect(), to: $0) }
    harness.feed.asked.wait()
    harness.feed.asked.wait()
    #expect(harness.feed.asked.wait(timeout: .now()) == .timedOut)
    harness.feed.gate.signal()
    #expect(answers.allSatisfy { $0.wait() == nil })
    #expect(harness.feed.pages == 6)
  }

  @Test("a page that can't be read is tried again, then said to be missing: reconnect")
  func unreadable() throws {
    let harness = try BroadcastHarness()
    let (client, watcher) = (harness.connect(), harness.connect())
    try harness.start(drawings: 3)
    try harness.finish()
    #expect(harness.reconnect(watcher).wait() == nil)
    harness.feed.fail(1)
    #expect(harness.reconnect(watcher).wait() == nil)
    harness.feed.fail(2)
    let failure = try #require(harness.reconnect(client).wait())
    #expect(failure.code == .internalError && failure.message.contains("reconnect"))
    harness.feed.fail(2)
    #expect(harness.reconnect(watcher).wait() != nil)
    try harness.finish()
    #expect(harness.words(to: client).isEmpty, "it watches nothing")
    #expect(
      harness.words(to: watcher) == [
        "SYNC_STATE d1", "SYNC_STATE d1", "MATCH_FOUND d2", "PROGRESS 2",
      ])
  }

  @Test("a match whose codes can't be read is told as an error that says to reconnect")
  func lostMatch() throws {
    let harness = try BroadcastHarness()
    let client = harness.connect()
    harness.registry.watch("s", client.id)
    try harness.start(drawings: 3)
    harness.feed.fail(2)
    try harness.finish()
    let error = try #require(harness.messages(to: client).first { $0.body.type == "ERROR" })
    #expect(error.body.message?.contains("reconnect") == true)
    harness.feed.fail(1)
    try harness.finish(2)
    let words = harness.words(to: client).filter { !$0.hasPrefix("PROGRESS") }
    #expect(words == ["STARTED", "ERROR internal_error", "MATCH_FOUND d2", "MATCH_FOUND d3"])
  }

  @Test("a session that is deleted while its page is read is unknown, and leaves nothing")
  func deleted() throws {
    let harness = try BroadcastHarness()
    let client = harness.connect()
    try harness.start(drawings: 1)
    try harness.finish()
    _ = try harness.feed.backend.complete("s", report: "r", now: 1)
    harness.feed.gate.wait()
    let answer = harness.reconnect(client)
    harness.feed.asked.wait()
    _ = try harness.feed.backend.delete("s")
    harness.feed.gate.signal()
    #expect(answer.wait()?.code == .unknownSession)
    #expect(harness.words(to: client).isEmpty)
    #expect(!harness.registry.isWatched("s"))
    #expect(harness.reconnect(client).wait()?.code == .unknownSession)
  }

  @Test("a client that leaves while its page is read leaves nothing")
  func left() throws {
    let harness = try BroadcastHarness()
    try harness.start(drawings: 2)
    harness.feed.gate.wait()
    weak var left: GatewayConnection?
    do {
      let client = harness.connect()
      left = client
      let answers = [harness.reconnect(client), harness.reconnect(client)]
      harness.feed.asked.wait()
      harness.registry.remove(client.id)
      harness.feed.gate.signal()
      #expect(answers.allSatisfy { $0.wait() == nil })
    }
    // The second is not read for somebody who is gone.
    #expect(harness.feed.pages == 1)
    #expect(!harness.registry.isWatched("s"))
    try harness.finish()
    harness.broadcaster.queue.sync {}
    #expect(left == nil)
  }

  @Test("progress that waits is not told after the scan went on")
  func resumed() throws {
    let harness = try BroadcastHarness(interval: 3_600_000)
    let client = harness.connect()
    harness.registry.watch("s", client.id)
    try harness.start(drawings: 5)
    try harness.finish(2, codes: [])
    _ = try harness.feed.backend.pause("s", reason: "why")
    _ = try harness.feed.backend.resume("s")
    try harness.finish(3, codes: [])
    #expect(
      harness.words(to: client) == [
        "STARTED", "PROGRESS 1", "ERROR drive_auth", "PROGRESS 2", "PROGRESS 5",
      ])
    let progress = harness.messages(to: client).filter { $0.body.type == "PROGRESS" }
    #expect(progress.map { $0.key == 0 } == [false, true, false], "the news is never left out")
    #expect(harness.broadcaster.progress.withLock { $0.isEmpty })
  }
}
