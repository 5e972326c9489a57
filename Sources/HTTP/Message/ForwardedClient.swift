/// Who a request really comes from.
struct ForwardedClient {
  var address: String
  var isLocal: Bool
  var isSecure = false

  /// - Parameter proxies: addresses whose word counts; of any other peer the fields are ignored, since
  ///   anybody can send them.
  init(peer: String, isLocal: Bool, head: RequestHead, proxies: TrustedProxies) {
    address = peer
    self.isLocal = isLocal
    guard !proxies.isEmpty, proxies.contains(peer) else { return }
    isSecure = head.value(of: "x-forwarded-proto")?.lowercased() == "https"
    guard let chain = head.value(of: "x-forwarded-for") else { return }
    // Each proxy appends whom it saw: the last that is no proxy of ours is the client.
    for entry in chain.split(separator: ",").reversed() {
      let name = String(entry.drop { $0 == " " }.prefix { $0 != " " })
      guard AddressRange.bytes(of: name) != nil else { return }
      address = name
      self.isLocal = false
      if !proxies.contains(name) { return }
    }
  }
}
