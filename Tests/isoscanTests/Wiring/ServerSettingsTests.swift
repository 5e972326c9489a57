import Foundation
import HTTP
import Testing

@testable import isoscan

@Suite("what the settings mean to the server")
struct ServerSettingsTests {
  private func settings(_ json: String) throws -> Settings {
    var tree = SettingsTree()
    try tree.merge(json: Data(json.utf8), name: "test.json")
    return try Settings(tree, base: "/")
  }

  private func server(_ json: String) throws -> Settings.Server {
    try settings(#"{"server":\#(json)}"#).server
  }

  @Test(
    "two of the largest drawings may wait for their clients",
    arguments: [
      ("{}", 536_870_912), (#"{"workers":{"max_file_bytes":500000000}}"#, 1_000_000_000),
      (#"{"workers":{"max_file_bytes":9223372036854775807}}"#, 2_305_843_009_213_693_950),
    ])
  func waiting(_ json: String, _ bytes: Int) throws {
    #expect(try settings(json).serverConfiguration.waitingBytes == bytes)
  }

  @Test("without emulation the limits are our own")
  func own() throws {
    let limits = try server("{}").webSocketLimits
    #expect(limits.messageLimit == 33_554_432)
    #expect(limits.frameLimit == 33_554_432)
    #expect(limits.idleTimeout == 600)
    #expect(limits.lifetime == 0)
    #expect(limits.compresses)
    #expect(!limits.acceptsBinary)
  }

  @Test("there is room for two of the longest messages, and for 256 MiB")
  func unfinished() throws {
    #expect(try server("{}").configuration.unfinishedMessageBytes == 268_435_456)
    let large = try server(#"{"max_message_bytes":200000000}"#).configuration
    #expect(large.unfinishedMessageBytes == 400_000_000)
  }

  @Test("emulation takes API Gateway's limits, and keeps smaller ones")
  func emulated() throws {
    let cloud = try server(#"{"emulate_limits":true,"idle_timeout_s":86400}"#).webSocketLimits
    #expect(cloud.messageLimit == 131_072)
    #expect(cloud.frameLimit == 32_768)
    #expect(cloud.idleTimeout == 600)
    #expect(cloud.lifetime == 7_200)
    #expect(!cloud.compresses)
    let own = try server(
      #"{"emulate_limits":true,"idle_timeout_s":5,"max_message_bytes":2000}"#
    ).webSocketLimits
    #expect(own.messageLimit == 2_000)
    #expect(own.frameLimit == 2_000)
    #expect(own.idleTimeout == 5)
  }

  @Test("limits and times reach the HTTP server")
  func configuration() throws {
    let configuration = try server(
      """
      {"loops":3,"max_connections":7,"max_connections_per_address":5,"head_timeout_s":2,
       "body_timeout_s":4,"keepalive_timeout_s":6,"trusted_proxies":["::0:1","10.0.0.0/8","unix"]}
      """
    ).configuration
    #expect(configuration.loops == 3)
    #expect(configuration.maximumConnections == 7)
    #expect(configuration.maximumConnectionsPerAddress == 5)
    #expect(configuration.timeouts.head == 2)
    #expect(configuration.timeouts.body == 4)
    #expect(configuration.timeouts.idle == 6)
    var proxies = TrustedProxies()
    for entry in ["::1", "10.0.0.0/8", "unix"] { _ = proxies.insert(entry) }
    #expect(configuration.trustedProxies == proxies)
    #expect(configuration.addresses == [.tcp(host: "127.0.0.1", port: 8_080)])
  }

  @Test("a Unix socket is listened on by its path")
  func unix() throws {
    let settings = try server(#"{"host":"unix:/run/a.sock"}"#)
    #expect(settings.configuration.addresses == [.unix(path: "/run/a.sock")])
    #expect(settings.isLoopback)
  }

  @Test(
    "what is no address is refused",
    arguments: [
      (#"{"trusted_proxies":["localhost"]}"#, "server.trusted_proxies"),
      (#"{"trusted_proxies":["10.0.0.0/33"]}"#, "server.trusted_proxies"),
      (#"{"trusted_proxies":["1.2.3"]}"#, "server.trusted_proxies"),
      (#"{"host":"unix:a.sock"}"#, "server.host"), (#"{"host":"unix:"}"#, "server.host"),
    ])
  func refused(json: String, key: String) {
    let error = #expect(throws: SettingsError.self) { try server(json) }
    #expect(error?.description.contains(key) == true, "\(error?.description ?? "")")
  }

  @Test("sockets are taken only where they are passed to this process")
  func activation() {
    let own = String(ProcessInfo.processInfo.processIdentifier)
    #expect(Settings.Server.isActivated(["LISTEN_PID": own, "LISTEN_FDS": "1"]))
    #expect(!Settings.Server.isActivated(["LISTEN_PID": "1", "LISTEN_FDS": "1"]))
    #expect(!Settings.Server.isActivated(["LISTEN_PID": own, "LISTEN_FDS": "0"]))
    #expect(!Settings.Server.isActivated(["LISTEN_FDS": "1"]))
  }
}
