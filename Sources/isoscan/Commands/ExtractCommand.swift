import Codec
import Extraction
import Foundation
import Recognition

/// `isoscan extract`: the text of documents.
enum ExtractCommand: Command {
  static let syntax = CommandSyntax(
    name: "extract",
    summary: """
      Prints the text of documents.

      --format json prints one object a file, with pages, runs and where they stand; --batch reads
      paths from stdin, one a line, and answers each with one line of JSON, in order.
      """,
    operands: "FILE...",
    flags: [
      Flag("format", "FORMAT", help: "text (default) or json"),
      Flag("batch", help: "paths from stdin, one line of JSON each"),
      Flag("passwords", "FILE", help: PasswordFile.flagHelp),
      RecognitionPlan.flag,
    ])

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    var limits = Limits()
    limits.passwords = try PasswordFile.passwords(arguments)
    let folder = NSTemporaryDirectory() + "/isoscan-" + Base64.encodeURL(RandomBytes.make(12))
    let cancellation = Cancellation()
    let plan = RecognitionPlan.automatic(arguments, folder: folder)
    // What text recognition has started would go on alone.
    let signals = SignalEnding {
      cancellation.cancel()
      TemporaryFolder.remove(folder)
    }
    defer { TemporaryFolder.remove(folder) }
    var extractor = DocumentReader(limits: limits, plan: plan, cancellation, signals)
    if arguments.has("batch") {
      guard arguments.operands.isEmpty, !arguments.has("format") else {
        throw UsageError("--batch takes its files from stdin, and no --format")
      }
      return batch(&extractor)
    }
    guard !arguments.operands.isEmpty else {
      throw UsageError("extract needs a file: isoscan extract FILE...")
    }
    let json = try arguments.choice("format", of: ["text", "json"]) == "json"
    var status: Int32 = 0
    for path in arguments.operands {
      do {
        let document = try extractor.read(path, detailed: json)
        Terminal.print(json ? document.json(path: path) : document.text)
        if let reason = document.unrecognized {
          Terminal.complain("\(path): text recognition failed: \(reason)")
        }
      } catch let error as DocumentReader.Failure {
        Terminal.complain("\(path): \(error.message)")
        status = 1
      }
    }
    return status
  }

  private static func batch(_ extractor: inout DocumentReader) -> Int32 {
    while let path = readLine(strippingNewline: true) {
      var line = Array("{\"path\":\(JSONText.string(path)),".utf8)
      do {
        let document = try extractor.read(path)
        line += "\"text\":".utf8
        JSONText.append(document.utf8, to: &line)
        line += "}\n".utf8
      } catch let error as DocumentReader.Failure {
        line += failure(error.kind, error.message).utf8
      } catch {
        line += failure("failed", "\(error)").utf8
      }
      Terminal.print(line)
    }
    return 0
  }

  private static func failure(_ kind: String, _ message: String) -> String {
    "\"error\":{\"kind\":\(JSONText.string(kind)),\"message\":\(JSONText.string(message))}}\n"
  }
}
