/// Output memory of one loop, handed out in chunks of one size and kept for the next; it counts
/// what the queues of the loop hold.
struct ChunkPool: ~Copyable {
  /// Bytes of a chunk: a page of small responses or frames.
  static let size = 16_384
  /// Free chunks kept; what comes back beyond is freed (4 MB).
  private static let kept = 256

  private var free: [UnsafeMutableRawPointer] = []
  let memory: OutputMemory
  /// Bytes of chunks handed out, and of what queues hold beside them and share with no other loop.
  private var held = 0
  /// What of them ``memory`` knows.
  private var told = 0

  init(_ memory: OutputMemory) { self.memory = memory }

  mutating func take() -> UnsafeMutableRawPointer {
    held += Self.size
    return free.popLast() ?? .allocate(byteCount: Self.size, alignment: 64)
  }

  mutating func give(_ chunk: UnsafeMutableRawPointer) {
    held -= Self.size
    if free.count < Self.kept { free.append(chunk) } else { chunk.deallocate() }
  }

  /// A queue holds so many bytes more that are no chunk; less than 0: it has let go of them.
  mutating func hold(_ count: Int) { held += count }

  /// Tells ``memory`` what is held now.
  mutating func tell() {
    if held != told { memory.add(held - told) }
    told = held
  }

  deinit { for chunk in free { chunk.deallocate() } }
}
