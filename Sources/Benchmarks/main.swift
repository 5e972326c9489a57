import Foundation

switch CommandLine.arguments.dropFirst().first {
case "extract-batch": ExtractBatch().run()
case "extract-time": ExtractTime().run()
case "match": try MatchBenchmark.run()
case "extract-mutants":
  ExtractMutants(seconds: CommandLine.arguments.dropFirst(2).first.flatMap(Double.init) ?? 60).run()
case "extract-demo": try ExtractDemo().run()
default:
  FileHandle.standardError.write(
    Data(
      "usage: Benchmarks extract-batch | extract-time | extract-demo | extract-mutants | match\n"
        .utf8))
  exit(2)
}
