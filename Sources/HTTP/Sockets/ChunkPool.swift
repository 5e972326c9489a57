/// Output memory of one loop, handed out in chunks of one size and kept for the next.
struct ChunkPool: ~Copyable {
  /// Bytes of a chunk: a page of small responses or frames.
  static let size = 16_384
  /// Free chunks kept; what comes back beyond is freed (4 MB).
  private static let kept = 256

  private var free: [UnsafeMutableRawPointer] = []

  mutating func take() -> UnsafeMutableRawPointer {
    free.popLast() ?? .allocate(byteCount: Self.size, alignment: 64)
  }

  mutating func give(_ chunk: UnsafeMutableRawPointer) {
    if free.count < Self.kept { free.append(chunk) } else { chunk.deallocate() }
  }

  deinit { for chunk in free { chunk.deallocate() } }
}
