import FileSources
import Foundation
import Testing

@testable import Pipeline

@Suite("finding the source of a request")
struct SourceResolverTests {
  private func resolver(demoFiles: Int = 3) throws -> SourceResolver {
    let folder = NSTemporaryDirectory() + "/isoscan-test-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder + "/drawings", withIntermediateDirectories: true)
    let uploads = try UploadStore(
      directory: folder + "/uploads", limits: .init(bytes: 1_000_000), extensions: ["pdf"])
    return SourceResolver(
      folders: ["isometrics": folder + "/drawings"], uploads: uploads, demoFiles: demoFiles,
      extensions: ["pdf"])
  }

  private func code(_ change: (inout ScanRequest) -> Void, demoFiles: Int = 3) throws -> Failure
    .Code?
  {
    var request = ScanRequest()
    change(&request)
    do {
      _ = try resolver(demoFiles: demoFiles).describe(request, drawings: nil, session: "s")
      return nil
    } catch let failure as Failure {
      return failure.code
    }
  }

  @Test("a folder is a configured name with a path below it")
  func folder() throws {
    var request = ScanRequest()
    request.folder = "isometrics/area-12"
    #expect(
      try resolver().describe(request, drawings: nil, session: "s")
        == .folder(name: "isometrics", subpath: "area-12"))
  }

  @Test(
    "paths that lead out are refused",
    arguments: ["/etc", "isometrics/../..", "..", "isometrics/a/../../b", "isometrics/\0"])
  func leadsOut(path: String) throws {
    #expect(try code { $0.folder = path } == .badFolder)
  }

  @Test("what is not there is named")
  func unknown() throws {
    #expect(try code { $0.folder = "isometric" } == .unknownFolder)
    #expect(try code { $0.uploadID = "nothing" } == .unknownUpload)
    #expect(try code { $0.driveLink = "https://drive.google.com/x" } == .notAvailable)
  }

  @Test("without any source it is the demo drawings, or an error where there are none")
  func demo() throws {
    #expect(try resolver().describe(ScanRequest(), drawings: nil, session: "s") == .demo(files: 3))
    #expect(try code({ _ in }, demoFiles: 0) == .noSource)
  }

  @Test(
    "a description is stored and read back",
    arguments: [
      SourceDescription.demo(files: 7), .upload(id: "abc"),
      .folder(name: "a", subpath: "b/c"), .paths(["/x"]),
    ])
  func stored(description: SourceDescription) throws {
    #expect(try SourceDescription(json: description.json) == description)
  }
}
