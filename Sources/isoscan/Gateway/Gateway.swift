import Codec
import Dispatch
import Foundation
import HTTP
import Pipeline
import Store

/// The WebSocket's routes: `$connect`, `$disconnect`, `$default`, and one for each action.
final class Gateway: Sendable {
  let registry = ConnectionRegistry()
  private let backend: any Backend
  private let dispatcher: Dispatcher
  private let broadcaster: Broadcaster
  /// Whether errors that API Gateway itself would tell of have its form.
  private let emulatesErrors: Bool
  private let log: Log
  /// Bytes of one client's messages that may wait to be handled: two of the longest.
  let pendingByteLimit: Int

  init(
    backend: any Backend, dispatcher: Dispatcher, signer: URLSigner, progress: Int,
    messageLimit: Int, emulatesErrors: Bool, log: Log
  ) {
    pendingByteLimit = 2 * messageLimit
    self.backend = backend
    self.dispatcher = dispatcher
    self.emulatesErrors = emulatesErrors
    self.log = log
    broadcaster = Broadcaster(
      feed: backend, registry: registry, signer: signer, interval: Int64(progress),
      syncBytes: emulatesErrors ? Settings.Server.CloudQuota.message : nil,
      failureCode: { dispatcher.takeFailureCode(of: $0) }, log: log)
  }

  /// Begins to send what the backend commits.
  /// - Parameter observer: told of each event before clients are.
  func start(_ observer: @escaping @Sendable (BackendEvent) -> Void) {
    broadcaster.start(observer)
  }

  // MARK: $connect, $disconnect

  func connected(_ connection: GatewayConnection) {
    registry.add(connection)
    log.debug("connected", ["connection": connection.id])
  }

  func disconnected(_ connection: GatewayConnection, code: UInt16) {
    registry.remove(connection.id)
    log.debug("disconnected", ["connection": connection.id, "code": Int(code)])
  }

  // MARK: Messages

  /// Handles one text message; blocks, so on the connection's own queue, never on an event loop.
  func handle(_ text: [UInt8], from connection: GatewayConnection) {
    var session: String?
    var route: ClientMessage.Route?
    do throws(Failure) {
      let data = Data(text)
      let chosen = try ClientMessage.route(of: data)
      route = chosen
      switch try ClientMessage.decode(data, as: chosen) {
      case .ping: connection.send("pong")
      case .startScan(let request): try startScan(request, from: connection)
      case .reconnect(let id, let token):
        session = id
        if let token { try dispatcher.renew(token, of: id) } else { try dispatcher.retry(id) }
        reconnect(id, connection)
      case .cancelScan(let id):
        session = id
        try cancel(id)
      }
    } catch {
      reply(error, session, isRouted: route != nil, to: connection)
    }
  }

  private func startScan(
    _ request: ScanRequest, from connection: GatewayConnection
  ) throws(Failure) {
    let id = Dispatcher.makeSessionID()
    // Watched before it starts: STARTED is the first of its messages.
    registry.watch(id, connection.id)
    do throws(Failure) {
      let started = try dispatcher.start(request, id: id)
      guard started.isRepeated else { return }
      registry.unwatch(id, connection.id)
      connection.send(ServerMessage.encode(broadcaster.started(started.session)))
      reconnect(started.session.id, connection)
    } catch {
      registry.unwatch(id, connection.id)
      throw error
    }
  }

  /// Answers later: until then the client's next messages wait.
  private func reconnect(_ id: String, _ connection: GatewayConnection) {
    connection.pause()
    broadcaster.synchronize(id, connection) { [self] failure in
      if let failure { reply(failure, id, isRouted: true, to: connection) }
      connection.resume()
    }
  }

  private func cancel(_ id: String) throws(Failure) {
    do throws(BackendError) {
      guard let session = try backend.cancel(id, now: Clock.system.now()) else {
        throw BackendError.other("")
      }
      if !session.status.hasEnded { return }
    } catch {
      if case .other("") = error { throw Self.unknown(id) }
      throw Failure(backend: error)
    }
    throw Failure(.sessionEnded, "The session has ended already: there is nothing to cancel.")
  }

  static func unknown(_ id: String) -> Failure {
    Failure(
      .unknownSession,
      "There is no session \"\(id.prefix(64))\": it was deleted, or never started here.")
  }

  private func reply(
    _ failure: Failure, _ session: String?, isRouted: Bool, to connection: GatewayConnection
  ) {
    let request = Base64.encodeURL(RandomBytes.make(9))
    if !failure.detail.isEmpty {
      log.error("message failed", ["request": request, "error": failure.detail])
    }
    if emulatesErrors, let text = CloudError.message(of: failure, isRouted: isRouted) {
      return connection.send(
        ServerMessage.encode(
          CloudError(message: text, connectionId: connection.id, requestId: request)))
    }
    connection.send(
      ServerMessage.encode(
        ServerMessage.Failed(
          code: failure.code.rawValue, message: failure.message, session_id: session,
          requestId: request, connectionId: connection.id)))
  }
}
