import Testing

@testable import HTTP

@Suite struct RouterTests {
  private static let router: Router = {
    var router = Router()
    let answer: Router.Handler = { _, _ in }
    router.get("/") { _ in Response() }
    router.on(.get, .post, at: "/a", answer)
    router.on(.delete, at: "/a/{id}", answer)
    router.on(.get, at: "/a/new", answer)
    router.on(.get, at: "/a/{id}/b", answer)
    router.on(.get, at: "/rest/{path...}", answer)
    return router
  }()

  private func describe(_ method: HTTP.Method, _ path: String) -> String {
    switch Array(path.utf8).withUnsafeBytes({ Self.router.match(method, path: $0) }) {
    case .found(_, let values):
      "found " + values.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    case .notFound: "not found"
    case .notAllowed(let methods): methods.map(\.rawValue).joined(separator: ",")
    case .malformed: "malformed"
    }
  }

  @Test(
    "paths find their routes",
    arguments: [
      (.get, "/", "found "), (.head, "/", "found "), (.post, "/", "GET,HEAD,OPTIONS"),
      (.post, "/a", "found "), (.get, "/a/", "not found"), (.delete, "/a/x%20y", "found id=x y"),
      (.get, "/a/new", "found "), (.delete, "/a/new", "GET,HEAD,OPTIONS"),
      (.get, "/a/1/b", "found id=1"),
      (.get, "/a/new/b", "found id=new"), (.get, "/a//b", "not found"),
      (.options, "/a", "GET,HEAD,POST,OPTIONS"), (.get, "/rest", "not found"),
      (.get, "/rest/", "found path="),
      (.get, "/rest/x/y%2Fz", "found path=x/y/z"), (.get, "/rest/../a", "malformed"),
      (.get, "/a/%00", "malformed"),
      (.get, "/%61/new", "found "), (.get, "/A", "not found"),
    ] as [(HTTP.Method, String, String)])
  func match(_ method: HTTP.Method, _ path: String, _ expected: String) {
    #expect(describe(method, path) == expected)
  }
}
