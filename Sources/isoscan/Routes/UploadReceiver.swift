import Codec
import Dispatch
import FileSources
import HTTP
import Pipeline
import Synchronization

/// Moves an upload's body from the event loop to a queue that writes it to the disk.
///
/// The client is held back while more waits than ``highWater``.
final class UploadReceiver: BodyReceiver {
  /// Bytes that may wait for the disk: some round trips of a fast client.
  private static let highWater = 1_048_576

  private struct State {
    var waiting = 0
    var isPaused = false
  }

  private let queue = DispatchQueue(label: "isoscan.upload")
  private let body: Mutex<UploadBody>
  private let state = Mutex(State())
  private let flow: BodyFlow
  private let finish: @Sendable (Result<UploadStore.Summary, Failure>) -> Void

  init(
    body: consuming sending UploadBody, flow: BodyFlow,
    finish: @escaping @Sendable (Result<UploadStore.Summary, Failure>) -> Void
  ) {
    self.body = Mutex(body)
    self.flow = flow
    self.finish = finish
  }

  func received(_ bytes: UnsafeRawBufferPointer) {
    let piece = [UInt8](bytes)
    let pauses = state.withLock { state -> Bool in
      state.waiting += piece.count
      guard state.waiting > Self.highWater, !state.isPaused else { return false }
      state.isPaused = true
      return true
    }
    if pauses { flow.pause() }
    queue.async { [self] in
      body.withLock { $0.write(piece) }
      let resumes = state.withLock { state -> Bool in
        state.waiting -= piece.count
        guard state.isPaused, state.waiting <= Self.highWater / 2 else { return false }
        state.isPaused = false
        return true
      }
      if resumes { flow.resume() }
    }
  }

  func ended() {
    queue.async { [self] in
      finish(body.withLock { $0.finish() })
    }
  }

  func aborted() {
    queue.async { [self] in body.withLock { $0.abandon() } }
  }
}
