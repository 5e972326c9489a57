import Glibc
import Testing

@testable import HTTP

@Suite struct OutputQueueTests {
  /// A queue that writes into one end of a pair of sockets.
  private struct Pair: ~Copyable {
    var queue = OutputQueue()
    var pool = ChunkPool()
    private var ends: (Int32, Int32) = (-1, -1)

    init() {
      var made: [Int32] = [-1, -1]
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &made)
      ends = (made[0], made[1])
    }

    deinit {
      close(ends.0)
      close(ends.1)
    }

    mutating func append(_ text: String) {
      Array(text.utf8).withUnsafeBytes { queue.append($0, &pool) }
    }

    /// As a message with a key is sent.
    mutating func put(_ text: String, _ key: UInt64) {
      let frames = SharedFrames(Array(text.utf8))
      if !queue.replace(key, with: frames, &pool) {
        queue.append(.frames(frames), 0..<frames.bytes.count, key: key, &pool)
      }
    }

    mutating func flush() -> OutputQueue.Progress { queue.flush(to: ends.0, &pool) }

    /// What has been sent.
    func received() -> [UInt8] {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = recv(ends.1, &buffer, buffer.count, 0)
        if count <= 0 { return all }
        all += buffer.prefix(count)
      }
    }

    /// Sends all and gives what came.
    mutating func drained() -> [UInt8] {
      var all: [UInt8] = []
      while true {
        let progress = flush()
        all += received()
        if progress != .blocked { return all }
      }
    }
  }

  @Test("what replaces an unsent message goes out behind what was queued since")
  func order() {
    var pair = Pair()
    pair.append("a")
    pair.put("[1]", 7)
    pair.append("b")
    pair.put("[20]", 8)
    pair.put("[2]", 7)
    pair.append("c")
    #expect(pair.queue.pending == 10)
    #expect(String(decoding: pair.drained(), as: UTF8.self) == "ab[20][2]c")
    #expect(pair.queue.isEmpty)
    pair.put("[3]", 7)
    pair.put("[4]", 7)
    #expect(String(decoding: pair.drained(), as: UTF8.self) == "[4]")
  }

  @Test("a message that has begun to be sent is never replaced")
  func begun() {
    var pair = Pair()
    let large = String(repeating: "x", count: 1_000_000)
    pair.put(large, 7)
    #expect(pair.flush() == .blocked)
    pair.put("[1]", 7)
    pair.append("-")
    pair.put("[2]", 7)
    #expect(pair.queue.pending > 4)
    var all = pair.received()
    all += pair.drained()
    let isWhole = String(decoding: all, as: UTF8.self) == large + "-[2]"
    #expect(isWhole, "\(all.count) bytes came")
  }

  @Test("what a queue held is given back, sent or dropped")
  func held() {
    var pair = Pair()
    pair.append("a")
    #expect(pair.pool.held == ChunkPool.size)
    pair.queue.append(.bytes([UInt8](repeating: 0, count: 1_000_000)), 0..<1_000_000, &pair.pool)
    pair.put("[1]", 7)
    pair.put("[2]", 7)
    #expect(pair.pool.held > 1_000_000)
    #expect(pair.queue.holds(moreThan: 1_000_000))
    #expect(!pair.queue.holds(moreThan: 1_000_004))
    let all = pair.drained()
    #expect(all.count == 1_000_004)
    #expect(pair.pool.held == 0)
    pair.put("[3]", 7)
    pair.append("b")
    pair.queue.clear(&pair.pool)
    #expect(pair.pool.held == 0)
  }

  @Test("any mix of messages keeps the order of what is last of its key")
  func mixed() {
    var random = SplitMix(state: 11)
    for _ in 0..<200 {
      var pair = Pair()
      var expected: [(text: String, key: UInt64)] = []
      for index in 0..<Int.random(in: 1...80, using: &random) {
        let key = UInt64.random(in: 0...3, using: &random)
        let text = "<\(index)" + String(repeating: ".", count: index * 400) + ">"
        if key == 0 {
          pair.append(text)
        } else {
          pair.put(text, key)
          expected.removeAll { $0.key == key }
        }
        expected.append((text, key))
      }
      let isRight = String(decoding: pair.drained(), as: UTF8.self) == expected.map(\.text).joined()
      #expect(pair.pool.held == 0)
      #expect(isRight, "\(expected.map { $0.text.prefix(4) })")
    }
  }
}
