import Glibc
import Testing

@testable import HTTP

@Suite struct OutputQueueTests {
  /// A queue that writes into one end of a pair of sockets.
  private struct Pair: ~Copyable {
    var queue = OutputQueue()
    var pool = ChunkPool(OutputMemory())
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

    /// Bytes that the queue holds.
    var held: Int {
      mutating get {
        pool.tell()
        return pool.memory.used
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
    #expect(pair.held == ChunkPool.size)
    pair.queue.append(.bytes([UInt8](repeating: 0, count: 1_000_000)), 0..<1_000_000, &pair.pool)
    pair.put("[1]", 7)
    pair.put("[2]", 7)
    #expect(pair.held > 1_000_000 + ChunkPool.size)
    #expect(pair.queue.holdsMemory)
    let all = pair.drained()
    #expect(all.count == 1_000_004)
    #expect(pair.held == 0 && !pair.queue.holdsMemory)
    pair.put("[3]", 7)
    pair.append("b")
    #expect(pair.held > ChunkPool.size)
    pair.queue.clear(&pair.pool)
    #expect(pair.held == 0)
  }

  @Test("frames that two queues hold count once, until both have let go")
  func shared() {
    let memory = OutputMemory()
    let frames = SharedFrames([UInt8](repeating: 7, count: 100_000))
    var first = ChunkPool(memory)
    var second = ChunkPool(memory)
    var (one, other) = (OutputQueue(), OutputQueue())
    one.append(.frames(frames), 0..<100_000, &first)
    other.append(.frames(frames), 50_000..<100_000, key: 3, &second)
    #expect(memory.used == 100_000)
    one.clear(&first)
    #expect(memory.used == 100_000)
    #expect(other.replace(3, with: SharedFrames([1, 2, 3]), &second))
    #expect(memory.used == 3)
    other.clear(&second)
    first.tell()
    second.tell()
    #expect(memory.used == 0)
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
      #expect(pair.held == 0)
      #expect(isRight, "\(expected.map { $0.text.prefix(4) })")
    }
  }
}
