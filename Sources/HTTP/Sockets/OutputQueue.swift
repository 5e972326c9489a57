internal import CLinux
internal import Glibc

/// What waits to be sent on one connection, in order, written with as few calls as it takes.
struct OutputQueue {
  /// Where the bytes of a segment are.
  enum Source {
    /// Memory of the loop's pool, which this queue holds until it is sent.
    case chunk(UnsafeMutableRawPointer)
    /// Memory that lives as long as the process.
    case constant(UnsafeRawPointer)
    case bytes([UInt8])
    case frames(SharedFrames)
    case file(OpenFile)
    /// All is sent, and nothing is held any more.
    case spent
  }

  struct Segment {
    var source: Source
    /// Unsent part of the source.
    var start: Int
    var end: Int
    /// Not 0: a newer segment of the same key may take this one's place while it is unsent.
    var key: UInt64 = 0
  }

  /// How a flush ended.
  enum Progress { case empty, blocked, failed }

  /// Segments gathered in one call.
  static let gathered = 32
  /// Bytes of files sent for one connection before the others have their turn.
  static let fileTurn = 1_048_576
  /// Bodies and frames shorter than this are copied into chunks rather than referred to.
  static let copyLimit = 2_048

  private var segments: [Segment] = []
  /// Index of the first unsent segment.
  private var first = 0
  /// Segments with a key that are unsent.
  private var keyed = 0
  /// Whether part of the first segment is sent.
  private var begun = false
  /// Bytes unsent.
  private(set) var pending = 0

  var isEmpty: Bool { pending == 0 }

  /// Copies bytes to the end.
  mutating func append(_ bytes: UnsafeRawBufferPointer, _ pool: inout ChunkPool) {
    var rest = bytes
    pending += bytes.count
    while let base = rest.baseAddress, !rest.isEmpty {
      let (chunk, end) = openChunk(&pool)
      let count = min(rest.count, ChunkPool.size - end)
      (chunk + end).copyMemory(from: base, byteCount: count)
      segments[segments.count - 1].end = end + count
      rest = rest.slice(count..<rest.count)
    }
  }

  /// The last chunk and where it goes on; a new one when that is full.
  private mutating func openChunk(_ pool: inout ChunkPool) -> (UnsafeMutableRawPointer, Int) {
    if let last = segments.last, segments.count > first, case .chunk(let chunk) = last.source,
      last.end < ChunkPool.size
    {
      return (chunk, last.end)
    }
    let chunk = pool.take()
    segments.append(Segment(source: .chunk(chunk), start: 0, end: 0))
    return (chunk, 0)
  }

  /// Room for a few bytes at the end, which `fill` writes; it returns how many.
  @inline(__always)
  mutating func append(
    upTo count: Int, _ pool: inout ChunkPool, _ fill: (UnsafeMutableRawPointer) -> Int
  ) {
    var (chunk, end) = openChunk(&pool)
    if ChunkPool.size - end < count {
      chunk = pool.take()
      end = 0
      segments.append(Segment(source: .chunk(chunk), start: 0, end: 0))
    }
    let written = fill(chunk + end)
    segments[segments.count - 1].end = end + written
    pending += written
  }

  /// Appends a segment that is referred to, not copied.
  mutating func append(
    _ source: Source, _ range: Range<Int>, key: UInt64 = 0, _ pool: inout ChunkPool
  ) {
    if range.isEmpty { return }
    if case .frames(let frames) = source { frames.hold(pool.memory) }
    pool.hold(Self.cost(source))
    segments.append(
      Segment(source: source, start: range.lowerBound, end: range.upperBound, key: key))
    pending += range.count
    if key != 0 { keyed += 1 }
  }

  /// Bytes that a segment of this source holds of its loop's memory; shared frames count by themselves.
  private static func cost(_ source: Source) -> Int {
    switch source {
    case .chunk, .spent: 0
    case .bytes(let bytes): bytes.count + MemoryLayout<Segment>.stride
    case .constant, .frames, .file: MemoryLayout<Segment>.stride
    }
  }

  /// Whether something waits here that takes memory.
  var holdsMemory: Bool {
    segments[first...].contains { segment in
      switch segment.source {
      case .chunk, .bytes, .frames: true
      case .constant, .file, .spent: false
      }
    }
  }

  /// Drops the unsent segment of that key and appends `frames`, so that they come after whatever was
  /// queued since.
  ///
  /// - Complexity: O(segments behind the old one), which are few: each replacement moves it to the end.
  /// - Returns: false when there is none.
  mutating func replace(
    _ key: UInt64, with frames: SharedFrames, _ pool: inout ChunkPool
  ) -> Bool {
    if keyed == 0 { return false }
    var index = segments.count - 1
    while index > first || index == first && !begun {
      if segments[index].key == key {
        pending -= segments[index].end - segments[index].start
        release(segments.remove(at: index), &pool)
        append(.frames(frames), 0..<frames.bytes.count, key: key, &pool)
        return true
      }
      index -= 1
    }
    return false
  }

  /// Sends what the socket takes.
  mutating func flush(to socket: Int32, _ pool: inout ChunkPool) -> Progress {
    var fileBudget = Self.fileTurn
    while first < segments.count {
      let sent: Int
      if case .file(let file) = segments[first].source {
        if fileBudget <= 0 { return .blocked }
        sent = sendFile(file, to: socket)
        fileBudget -= max(0, sent)
        if sent == 0 { return .failed }
      } else {
        sent = sendGathered(to: socket)
      }
      if sent < 0 {
        // The one wrapper of these calls: EINTR is no failure (they are tried again).
        if errno == EINTR { continue }
        return errno == EAGAIN ? .blocked : .failed
      }
      consume(sent, &pool)
    }
    return .empty
  }

  private func sendFile(_ file: OpenFile, to socket: Int32) -> Int {
    var offset = off_t(segments[first].start)
    let count = min(segments[first].end - segments[first].start, 262_144)
    return sendfile(socket, file.descriptor.number, &offset, count)
  }

  private func sendGathered(to socket: Int32) -> Int {
    let count = min(segments.count - first, Self.gathered)
    if count == 1, case .chunk(let chunk) = segments[first].source {
      let segment = segments[first]
      return send(
        socket, chunk + segment.start, segment.end - segment.start, Int32(MSG_NOSIGNAL))
    }
    return withUnsafeTemporaryAllocation(of: iovec.self, capacity: count) { vectors in
      var used = 0
      var flags = Int32(MSG_NOSIGNAL)
      while used < count {
        guard let vector = Self.vector(segments[first + used]) else {
          flags |= Int32(MSG_MORE)
          break
        }
        vectors.initializeElement(at: used, to: vector)
        used += 1
      }
      var message = msghdr()
      message.msg_iov = vectors.baseAddress
      message.msg_iovlen = used
      return sendmsg(socket, &message, flags)
    }
  }

  /// Where a segment's bytes are in memory; nil for a file.
  private static func vector(_ segment: Segment) -> iovec? {
    let base: UnsafeRawPointer?
    switch segment.source {
    case .chunk(let chunk): base = UnsafeRawPointer(chunk)
    case .constant(let memory): base = memory
    // The array's storage stays where it is: the segment holds it and nobody changes it.
    case .bytes(let bytes): base = bytes.withUnsafeBytes { $0.baseAddress }
    case .frames(let frames): base = frames.bytes.withUnsafeBytes { $0.baseAddress }
    case .file, .spent: return nil
    }
    guard let base else { return nil }
    return iovec(
      iov_base: UnsafeMutableRawPointer(mutating: base + segment.start),
      iov_len: segment.end - segment.start)
  }

  private mutating func consume(_ sent: Int, _ pool: inout ChunkPool) {
    var rest = sent
    pending -= sent
    while first < segments.count {
      let count = segments[first].end - segments[first].start
      if rest < count {
        segments[first].start += rest
        if rest > 0 { begun = true }
        break
      }
      rest -= count
      release(segments[first], &pool)
      // It may stay for a while before the queue is compacted.
      segments[first].source = .spent
      first += 1
      begun = false
    }
    compact()
  }

  private mutating func release(_ segment: Segment, _ pool: inout ChunkPool) {
    switch segment.source {
    case .chunk(let chunk): pool.give(chunk)
    case .frames(let frames): frames.release(pool.memory)
    case .constant, .bytes, .file, .spent: break
    }
    pool.hold(-Self.cost(segment.source))
    if segment.key != 0 { keyed -= 1 }
  }

  private mutating func compact() {
    if first == segments.count {
      segments.removeAll(keepingCapacity: segments.capacity <= 8)
      first = 0
    } else if first >= 64, first * 2 >= segments.count {
      segments.removeFirst(first)
      first = 0
    }
  }

  /// Drops everything.
  mutating func clear(_ pool: inout ChunkPool) {
    while first < segments.count {
      release(segments[first], &pool)
      first += 1
    }
    segments = []
    (first, keyed, pending, begun) = (0, 0, 0, false)
  }
}
