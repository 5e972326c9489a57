import Extraction
import FileSources
import Matching

/// `extract-demo [FILES]`: reads and matches demo drawings and compares the codes found with those that
/// were drawn; then the cost of reading them, over the floor of inflating their streams.
struct ExtractDemo {
  var files = 330

  func run() throws {
    let demo = DemoSet(files: files, codes: 60, seed: 1)
    let drawings = (0..<files).map { demo.drawing($0) }
    let matcher = Matcher(try CodeSet(demo.targets, mode: .word))
    var extractor = Extractor()
    var wrong = 0
    for (index, bytes) in drawings.enumerated() {
      let expected = Set(demo.codes(in: index))
      let found = Self.codes(in: bytes, &extractor, matcher, demo.targets)
      guard found != expected else { continue }
      wrong += 1
      print("\(demo.name(of: index)): missed \(expected.subtracting(found).sorted())")
      print("  extra \(found.subtracting(expected).sorted())")
    }
    print("drawings \(files)  wrong \(wrong)")
    ExtractTime.compare(drawings)
  }

  private static func codes(
    in bytes: [UInt8], _ extractor: inout Extractor, _ matcher: Matcher, _ targets: [String]
  ) -> Set<String> {
    var found: Set<String> = []
    var scratch = Matcher.Scratch()
    do {
      _ = try extractor.extract(bytes, name: "", deadline: .none) { page in
        page.scalars.withUnsafeBufferPointer { scalars in
          for run in page.runs {
            let text = UnsafeBufferPointer(rebasing: scalars[run.range])
            matcher.match(text, flowing: false, scratch: &scratch) { code, _ in
              found.insert(targets[code])
            }
          }
        }
      }
    } catch {
      print("not read: \(error)")
    }
    return found
  }
}
