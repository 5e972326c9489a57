internal import CLinux
internal import Dispatch
internal import Glibc
internal import Synchronization

/// One thread that serves its connections; everything not marked otherwise is of that thread alone.
final class EventLoop: @unchecked Sendable {
  // Sendable because other threads only use `post`, `deliver`, `sendDirectly` and `snapshot`, which
  // touch the mailbox, atomics and `thread` (written before any other thread knows the loop).

  /// Bytes read from a socket at once.
  static let readSize = 65_536
  /// Nanoseconds between two looks for who is to be closed.
  private static let reliefInterval: UInt64 = 100_000_000
  /// Nanoseconds that a client may take nothing though memory is short.
  private static let reliefPatience: UInt64 = 1_000_000_000

  let context: ServerContext
  let index: Int
  let epoll: Descriptor
  private let wake: Descriptor
  private let mailbox = Mutex<[Letter]>([])
  /// Letters posted and not yet dealt with.
  private let outstanding = Atomic<Int>(0)
  private let threadID = Atomic<UInt>(0)
  /// Connections of this loop, as the acceptor sees it.
  let load = Atomic<Int>(0)
  private let published = Mutex(ServerCounters())
  /// Signalled once the loop has drained.
  let drained = DispatchSemaphore(value: 0)
  private var saidDrained = false
  private var nextRelief: UInt64 = 0

  var connections = ConnectionTable()
  var wheel: TimerWheel
  // Not checked for overlapping access, nor are the counters: they are of this thread alone, and call
  // nobody back.
  @exclusivity(unchecked) var pool: ChunkPool
  let readBuffer: UnsafeMutableRawBufferPointer
  var acceptor: Acceptor?
  @exclusivity(unchecked) var counters = ServerCounters()
  /// The monotonic clock as of this turn.
  var now: UInt64
  /// Milliseconds since 1970 as of this turn.
  private(set) var wallMilliseconds = MonotonicClock.wallMilliseconds()
  var dateLine = DateLine()
  private var deflaters: [MessageDeflate] = []
  var isDraining = false
  private var isStopping = false
  private var requestNumber: UInt64 = 0
  /// Connections with output from this turn.
  private var dirty: [ConnectionID] = []

  init(index: Int, context: ServerContext) throws(SocketError) {
    self.index = index
    self.context = context
    pool = ChunkPool(context.outputMemory)
    let epollNumber = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard epollNumber >= 0 else { throw SocketError("cannot make an epoll", errno) }
    epoll = Descriptor(epollNumber)
    let wakeNumber = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard wakeNumber >= 0 else { throw SocketError("cannot make an eventfd", errno) }
    wake = Descriptor(wakeNumber)
    readBuffer = .allocate(byteCount: Self.readSize, alignment: 64)
    now = MonotonicClock.now()
    wheel = TimerWheel(now: now)
    watch(wakeNumber, UInt32(EPOLLIN.rawValue), Self.wakeMark)
  }

  deinit { readBuffer.deallocate() }

  /// Marks of descriptors that are no connections: slots with generation 0.
  static let wakeMark: UInt64 = 0
  /// Listeners are 1 and up.
  static let listenerMarks: Range<UInt64> = 1..<1 << 32

  // MARK: Any thread

  /// Leaves a letter; wakes the loop if it is the first.
  func post(_ letter: Letter) {
    outstanding.add(1, ordering: .acquiringAndReleasing)
    let isFirst = mailbox.withLock { letters in
      letters.append(letter)
      return letters.count == 1
    }
    if isFirst, !isOwnThread { eventfd_write(wake.number, 1) }
  }

  var isOwnThread: Bool { threadID.load(ordering: .relaxed) == pthread_self() }

  /// Whether the caller may act at once without overtaking letters.
  var isFree: Bool { isOwnThread && outstanding.load(ordering: .acquiring) == 0 }

  /// The counters as of the loop's last turn.
  func snapshot() -> ServerCounters { published.withLock { $0 } }

  // MARK: The loop

  /// Runs until a `stop` letter.
  func run() {
    threadID.store(pthread_self(), ordering: .releasing)
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 256) { events in
      while !isStopping { turn(events) }
    }
    for connection in connections.all { connection.close(lost: true) }
    acceptor = nil
    publish()
  }

  private func turn(_ events: UnsafeMutableBufferPointer<epoll_event>) {
    let hasLetters = outstanding.load(ordering: .acquiring) > 0
    let timeout =
      hasLetters
      ? 0 : connections.count == 0 && acceptor?.isPaused != true ? -1 : wheel.wait(now: now)
    let count = epoll_wait(epoll.number, events.baseAddress, Int32(events.count), timeout)
    now = MonotonicClock.now()
    wallMilliseconds = MonotonicClock.wallMilliseconds()
    for index in 0..<Int(max(0, count)) {
      handle(events[index].data.u64, events[index].events)
    }
    if outstanding.load(ordering: .acquiring) > 0 { readMail() }
    flushDirty()
    expire()
    relieve()
    publish()
  }

  private func handle(_ mark: UInt64, _ events: UInt32) {
    if let connection = connections[ConnectionID(raw: mark)] {
      connection.handle(events)
    } else if mark == Self.wakeMark {
      var value: eventfd_t = 0
      eventfd_read(wake.number, &value)
    } else if Self.listenerMarks.contains(mark) {
      acceptor?.accept(Int(mark) - 1)
    }
  }

  private func readMail() {
    let letters = mailbox.withLock { letters in
      let taken = letters
      letters = []
      return taken
    }
    for letter in letters {
      open(letter)
      outstanding.subtract(1, ordering: .acquiringAndReleasing)
    }
  }

  private func open(_ letter: Letter) {
    switch letter {
    case .adopt(let socket): adopt(socket)
    case .respond(let exchange, let response):
      connection(exchange)?.respond(response)
    case .abandoned(let exchange): connection(exchange)?.abandoned()
    case .pauseBody(let exchange, let isPaused): connection(exchange)?.pauseBody(isPaused)
    case .bodyPiece(let exchange, let bytes, let end):
      connection(exchange)?.takePiece(bytes, end)
    case .send(let id, let message, let key):
      connections[id]?.send(message, replacing: key)
    case .broadcast(let ids, let message, let key):
      for id in ids {
        connections[id]?.sendNow(message, replacing: key)
      }
    case .close(let id, let code, let reason):
      connections[id]?.closeWebSocket(code: code, reason: reason)
    case .resumeReading(let id): connections[id]?.resumeReading()
    case .drain: drain()
    case .stop: isStopping = true
    case .run(let body): body()
    }
  }

  /// The connection, if it is still at that exchange.
  func connection(_ exchange: ExchangeID) -> Connection? {
    guard let connection = connections[exchange.connection], connection.serial == exchange.serial
    else { return nil }
    return connection
  }

  /// The connection will be flushed at the end of this turn.
  func markDirty(_ id: ConnectionID) { dirty.append(id) }

  private func flushDirty() {
    var index = 0
    while index < dirty.count {
      connections[dirty[index]]?.flushMarked()
      index += 1
    }
    dirty.removeAll(keepingCapacity: true)
  }

  private func expire() {
    while let (tick, due) = wheel.next(now: now) {
      for id in due { connections[id]?.checkDeadline(tick) }
    }
    acceptor?.resume(now: now)
  }

  /// Closes the connections whose clients have taken nothing for longest, where too much waits.
  ///
  /// All connections are gone through only then, and a part of the memory is freed at once.
  private func relieve() {
    pool.tell()
    let memory = context.outputMemory
    let limit = context.configuration.waitingBytes
    guard memory.used > limit, now >= nextRelief else { return }
    nextRelief = now &+ Self.reliefInterval
    let patience = memory.used > 2 * limit ? 0 : Self.reliefPatience
    let waiting = connections.all.filter { $0.holdsMemoryStill() }
      .sorted { $0.lastProgress < $1.lastProgress }
    let target = limit - limit / 8
    for connection in waiting where connection.lastProgress &+ patience <= now {
      pool.tell()
      if memory.used <= target { return }
      connection.closeSlow()
    }
    pool.tell()
  }

  private func publish() {
    counters.connections = connections.count
    if isDraining, connections.count == 0, !saidDrained {
      saidDrained = true
      drained.signal()
    }
    published.withLock { $0 = counters }
  }

  private func drain() {
    isDraining = true
    acceptor = nil
    for connection in connections.all { connection.drain() }
  }

  func nextRequestNumber() -> UInt64 {
    requestNumber += 1
    return requestNumber &* UInt64(context.loopCount) &+ UInt64(index)
  }

  /// The loop's deflate state for that window.
  func deflater(windowBits: Int) -> MessageDeflate {
    if let found = deflaters.first(where: { $0.windowBits == windowBits }) { return found }
    let made = MessageDeflate(windowBits: windowBits)
    deflaters.append(made)
    return made
  }

  // MARK: Descriptors

  func watch(_ descriptor: Int32, _ interest: UInt32, _ mark: UInt64) {
    control(EPOLL_CTL_ADD, descriptor, interest, mark)
  }

  func rewatch(_ descriptor: Int32, _ interest: UInt32, _ mark: UInt64) {
    control(EPOLL_CTL_MOD, descriptor, interest, mark)
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ interest: UInt32, _ mark: UInt64)
  {
    var event = epoll_event()
    event.events = interest
    event.data.u64 = mark
    _ = epoll_ctl(epoll.number, operation, descriptor, &event)
  }

  func adopt(_ socket: AcceptedSocket) {
    let id = connections.reserve()
    let connection = Connection(id: id, loop: self, socket: socket)
    connections.put(connection, at: id)
    connection.begin()
  }
}

extension EventLoop {
  /// Answers a request; at once when the caller is the loop itself.
  func deliver(_ response: Response, to exchange: ExchangeID) {
    if isFree {
      connection(exchange)?.respond(response)
    } else {
      post(.respond(exchange, response))
    }
  }

  /// Queues a message without a letter, when the caller is the loop itself.
  /// - Returns: false when the message has to be posted.
  func sendDirectly(
    _ kind: MessageKind, _ payload: UnsafeRawBufferPointer, to id: ConnectionID
  ) -> Bool {
    guard isFree else { return false }
    connections[id]?.send(kind, payload)
    return true
  }
}
