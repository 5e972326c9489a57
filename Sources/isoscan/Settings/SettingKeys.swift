/// Every configuration key, in the order of the shipped file.
enum SettingKeys {
  private static let anySize = 1...Int.max

  static let all: [SettingKey] = server + storage + queue + workers + sources + others

  private static let server: [SettingKey] = [
    text("server.host", "127.0.0.1", "address to listen on: IPv4, IPv6 or unix:/path"),
    whole("server.port", 8080, 0...65_535, "port to listen on; 0 takes a free one"),
    text("server.websocket_path", "/ws", "path of the WebSocket"),
    text("server.stage", "", "API Gateway stage: \"prod\" adds /prod and /prod/@connections"),
    text("server.public_url", "", "URL that clients reach the server by, when a proxy is in front"),
    list("server.allowed_origins", "further origins whose pages may use the server"),
    list("server.allowed_hosts", "further Host names that are answered"),
    list(
      "server.trusted_proxies",
      "whose X-Forwarded-For and -Proto are believed: addresses, ranges, \"unix\" for its sockets"),
    whole("server.loops", 0, 0...1_024, "event loop threads; 0 is one a core"),
    whole(
      "server.max_connections", 0, 0...1_000_000,
      "connections at once, in all; 0 is as many as descriptors allow"),
    whole(
      "server.max_connections_per_address", 1_024, 1...100_000,
      "connections at once from one address other than this machine's"),
    whole("server.head_timeout_s", 10, 1...3_600, "a request's head has to be whole after"),
    whole(
      "server.body_timeout_s", 10, 1...3_600,
      "a request's body has to bring 256 bytes a second in every stretch of"),
    whole(
      "server.keepalive_timeout_s", 75, 1...3_600, "a connection without requests is closed after"),
    whole("server.idle_timeout_s", 600, 1...86_400, "a WebSocket without traffic is closed after"),
    whole(
      "server.max_message_bytes", 33_554_432, 1_024...1_073_741_824, "longest WebSocket message"),
    flag("server.emulate_limits", false, "API Gateway's limits and error frames on the WebSocket"),
    whole("server.shutdown_s", 10, 0...600, "time that work in progress gets to end at a stop"),
    flag("server.allow_unauthenticated", false, "listen on other than loopback without auth"),
  ]

  private static let storage: [SettingKey] = [
    text("storage.data_dir", "./data", "folder of the database, uploads, reports and secrets"),
    whole("storage.retention_days", 30, 1...36_500, "sessions, uploads and reports are kept for"),
    whole("cache.max_bytes", 2_147_483_648, 0...Int.max, "size of the text cache; 0: none is kept"),
  ]

  private static let queue: [SettingKey] = [
    whole("queue.batch_size", 10, 1...10, "drawings a worker leases at once"),
    whole("queue.visibility_timeout_s", 60, 1...43_200, "a lease not extended ends after"),
    whole("queue.max_receive_count", 3, 1...1_000, "tries before a drawing is a dead letter"),
    whole("queue.message_retention_days", 14, 1...365, "messages and dead letters are kept for"),
  ]

  private static let workers: [SettingKey] = [
    whole("workers.count", 0, 0...1_024, "worker queues; 0 is one a core"),
    whole("workers.file_timeout_s", 30, 1...3_600, "longest time for one drawing"),
    whole("workers.max_file_bytes", 268_435_456, anySize, "largest drawing that is read"),
  ]

  private static let sources: [SettingKey] = [
    SettingKey(
      path: "matching.mode", kind: .choice(["word", "token", "substring"]),
      fallback: .string("word"), help: "how a code has to stand in the text"),
    whole("progress.interval_ms", 50, 0...60_000, "least time between PROGRESS messages; 0: all"),
    SettingKey(
      path: "sources.folders", kind: .map, fallback: .object([:]),
      help: "names that clients may scan, and the folders they stand for"),
    whole("sources.demo_files", 100, 0...1_000_000, "demo drawings offered; 0: none"),
    text(
      "sources.drive.api_url", "https://www.googleapis.com",
      "where Google Drive's API is: another one for an emulator"),
    text(
      "sources.drive.credentials_file", "",
      "the server's own Google credentials: a service account's key, or authorized_user"),
    text(
      "sources.drive.credentials_variable", "",
      "name of the environment variable that holds them, in place of a file"),
    whole("sources.max_upload_bytes", 2_147_483_648, anySize, "largest upload, unpacked"),
    whole("reports.url_ttl_s", 3_600, 1...604_800, "signed links are valid for"),
  ]

  private static let others: [SettingKey] = [
    unavailable("auth", "authentication"),
    text(
      "extraction.passwords_file", "",
      "file of passwords that encrypted PDFs may open with, one a line"),
    whole("limits.max_pages", 100_000, 1...10_000_000, "pages read of one drawing"),
    whole(
      "limits.max_inflated_bytes", 1_073_741_824, anySize,
      "bytes that the streams of one drawing may inflate to"),
    whole(
      "limits.max_operators", 200_000_000, anySize,
      "content operators run for one drawing"),
    SettingKey(
      path: "ocr.enabled", kind: .automatic, fallback: .string("auto"),
      help: "text recognition of scans and outlines; \"auto\": where its programs are found"),
    text("ocr.languages", "eng", "tesseract's languages, joined with \"+\""),
    whole("ocr.dpi", 300, 72...1_200, "pixels an inch that a page is drawn with"),
    whole("ocr.page_timeout_s", 300, 1...3_600, "longest time for one page"),
    whole("ocr.max_pages", 50, 1...100_000, "pages recognized of one drawing"),
    whole(
      "ocr.max_megapixels", 160, 1...1_000,
      "millions of pixels of one page; a larger one is drawn coarser"),
    unavailable("notifications", "notifications"),
    unavailable("schedules", "schedules"),
    unavailable("alarms", "alarms"),
    SettingKey(
      path: "log.level", kind: .choice(["debug", "info", "warning", "error"]),
      fallback: .string("info"), help: "least severe line that is logged"),
    SettingKey(
      path: "log.format", kind: .choice(["text", "json"]), fallback: .string("text"),
      help: "form of the log lines on stderr"),
  ]

  private static func text(_ path: String, _ value: String, _ help: String) -> SettingKey {
    SettingKey(path: path, kind: .string, fallback: .string(value), help: help)
  }

  private static func whole(
    _ path: String, _ value: Int, _ range: ClosedRange<Int>, _ help: String
  ) -> SettingKey {
    SettingKey(path: path, kind: .integer(range), fallback: .integer(value), help: help)
  }

  private static func flag(_ path: String, _ value: Bool, _ help: String) -> SettingKey {
    SettingKey(path: path, kind: .boolean, fallback: .boolean(value), help: help)
  }

  private static func list(_ path: String, _ help: String) -> SettingKey {
    SettingKey(path: path, kind: .strings, fallback: .array([]), help: help)
  }

  private static func unavailable(_ path: String, _ part: String) -> SettingKey {
    SettingKey(
      path: path, kind: .unavailable, fallback: .object([:]), help: "\(part): not available yet")
  }
}
