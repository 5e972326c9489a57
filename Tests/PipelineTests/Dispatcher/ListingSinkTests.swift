import Dispatch
import Store
import Testing

@testable import Pipeline

@Suite("where a listing puts its drawings")
struct ListingSinkTests {
  private let drawings = [NewDrawing(name: "a.pdf", reference: "a.pdf")]

  @Test("a listing that ends in time is handed over whole")
  func whole() throws {
    let sink = ListingSink(session: "s")
    #expect(!sink.finish(.listed(leftOut: 2)))
    let (gathered, ending) = sink.gather(until: .distantFuture)
    #expect(gathered.isEmpty)
    guard case .listed(2)? = ending else {
      Issue.record("the listing has ended")
      return
    }
  }

  @Test("a listing that takes longer goes on where nobody waits for it")
  func open() async throws {
    let sink = ListingSink(session: "s")
    let (_, ending) = sink.gather(until: .now())
    #expect(ending == nil)
    sink.open(isAccepted: true)
    #expect(sink.finish(.listed(leftOut: 0)))
  }

  @Test("a listing that nobody wants is told to stop")
  func refused() {
    let sink = ListingSink(session: "s")
    _ = sink.gather(until: .now())
    sink.open(isAccepted: false)
    #expect(!sink.finish(.listed(leftOut: 0)))
  }
}
