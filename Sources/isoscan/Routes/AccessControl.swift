import HTTP

/// Judges every request's origin before it is routed, and adds CORS and security fields.
struct AccessControl: Sendable {
  /// The dashboard loads nothing from elsewhere; it may talk to a server on this machine.
  static let securityFields: ResponseFields = [
    "Content-Security-Policy":
      "default-src 'self'; connect-src 'self' ws://127.0.0.1:* ws://localhost:* "
      + "http://127.0.0.1:* http://localhost:*; img-src 'self' data:; "
      + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  ]

  let hosts: HostPolicy
  let management: ManagementPaths

  func intercept(_ request: Request) -> Interception {
    // Said where there is no origin too: a cache must not give that answer to a page of one.
    guard let origin = request.header("Origin") else { return .proceed(["Vary": "Origin"]) }
    let isAllowed = hosts.allows(origin: origin, of: request)
    let isSafe = [Method.get, .head, .options].contains(request.method)
    if !isAllowed, !isSafe {
      return .answer(
        management.error(
          403, "forbidden_origin",
          "Pages of this origin may not use the server: add it to server.allowed_origins.",
          request))
    }
    guard isAllowed else { return .proceed(["Vary": "Origin"]) }
    let fields: ResponseFields = [
      "Access-Control-Allow-Origin": origin, "Vary": "Origin",
      "Access-Control-Expose-Headers": "Content-Disposition, ETag",
    ]
    guard request.method == .options, request.header("Access-Control-Request-Method") != nil else {
      return .proceed(fields)
    }
    var answer = Response(204, fields: fields)
    answer.fields.append("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE")
    answer.fields.append("Access-Control-Allow-Headers", "Content-Type, If-None-Match, Range")
    answer.fields.append("Access-Control-Max-Age", "600")
    return .answer(answer)
  }
}
