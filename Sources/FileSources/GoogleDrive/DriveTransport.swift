internal import Dispatch
internal import Foundation
internal import FoundationNetworking
internal import Synchronization

/// Sends a request and waits for its answer.
protocol DriveTransport: Sendable {
  /// - Throws: ``DriveError/tooLong(_:)``; ``DriveError/unavailable(_:)`` where there is no answer.
  func send(_ request: DriveRequest) throws(DriveError) -> DriveAnswer
  /// Breaks off what is under way; nothing is sent any more.
  func stop()
}

/// The transport over URLSession. Its delegate takes the body in as it comes, so that no answer
/// takes more memory than its request's limit.
final class URLSessionTransport: NSObject, DriveTransport, URLSessionDataDelegate {
  /// Seconds without a byte after which a request has failed.
  private static let timeout = 60.0

  /// A request under way.
  private final class Exchange: Sendable {
    struct State {
      var body: [UInt8] = []
      var isTooLong = false
    }

    let limit: Int
    let done = DispatchSemaphore(value: 0)
    let state = Mutex(State())
    let ending = Mutex<Result<DriveAnswer, DriveError>?>(nil)

    init(limit: Int) { self.limit = limit }

    /// - Returns: false where the answer is too long by now.
    func append(_ data: Data) -> Bool {
      state.withLock { state in
        state.isTooLong = state.isTooLong || state.body.count + data.count > limit
        if !state.isTooLong { state.body.append(contentsOf: data) }
        return !state.isTooLong
      }
    }
  }

  private let exchanges = Mutex<[Int: Exchange]>([:])
  /// Made with the first request: a server that nobody asks for Drive pays nothing for it.
  private let session = Mutex<URLSession?>(nil)
  private let isStopped = Mutex(false)

  func send(_ request: DriveRequest) throws(DriveError) -> DriveAnswer {
    guard let url = URL(string: request.url) else { throw .unavailable("malformed URL") }
    var message = URLRequest(url: url)
    for (name, value) in request.headers { message.setValue(value, forHTTPHeaderField: name) }
    if let form = request.form {
      message.httpMethod = "POST"
      message.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
      message.httpBody = Data(form.utf8)
    }
    let exchange = Exchange(limit: request.limit)
    guard let task = begin(message, exchange) else { throw .interrupted }
    task.resume()
    exchange.done.wait()
    guard let ending = exchange.ending.withLock({ $0 }) else { throw .interrupted }
    return try ending.get()
  }

  private func begin(_ message: URLRequest, _ exchange: Exchange) -> URLSessionTask? {
    if isStopped.withLock({ $0 }) { return nil }
    return session.withLock { session in
      let current = session ?? makeSession()
      session = current
      let task = current.dataTask(with: message)
      exchanges.withLock { $0[task.taskIdentifier] = exchange }
      return task
    }
  }

  private func makeSession() -> URLSession {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = Self.timeout
    configuration.httpMaximumConnectionsPerHost = DrivePace.most
    configuration.httpShouldSetCookies = false
    configuration.httpCookieStorage = nil
    configuration.urlCache = nil
    return URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
  }

  func stop() {
    isStopped.withLock { $0 = true }
    session.withLock { $0 }?.invalidateAndCancel()
  }

  // MARK: URLSessionDataDelegate

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let exchange = exchanges.withLock { $0[dataTask.taskIdentifier] }
    if exchange?.append(data) == false { dataTask.cancel() }
  }

  /// Another host gets no token.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    var request = request
    let old = task.originalRequest?.url
    if old?.host != request.url?.host || old?.port != request.url?.port
      || old?.scheme != request.url?.scheme
    {
      request.setValue(nil, forHTTPHeaderField: "Authorization")
    }
    completionHandler(request)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    guard let exchange = exchanges.withLock({ $0.removeValue(forKey: task.taskIdentifier) })
    else { return }
    exchange.ending.withLock { $0 = Self.result(task, exchange, error) }
    exchange.done.signal()
  }

  private static func result(
    _ task: URLSessionTask, _ exchange: Exchange, _ error: (any Error)?
  ) -> Result<DriveAnswer, DriveError> {
    let (body, isTooLong) = exchange.state.withLock { ($0.body, $0.isTooLong) }
    if isTooLong { return .failure(.tooLong(exchange.limit)) }
    guard error == nil, let response = task.response as? HTTPURLResponse else {
      // The error's own text names the URL, which holds no secret, and little else.
      let code = (error as? URLError)?.code.rawValue ?? 0
      return .failure(.unavailable("Google Drive can't be reached (network error \(code))"))
    }
    return .success(
      DriveAnswer(
        status: response.statusCode,
        retryAfter: response.value(forHTTPHeaderField: "Retry-After"), body: body))
  }
}
