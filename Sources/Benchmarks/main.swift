import Foundation

switch CommandLine.arguments.dropFirst().first {
case "extract-batch": ExtractBatch().run()
case "extract-time": ExtractTime().run()
case "match": try MatchBenchmark.run()
case "queue": try QueueBenchmark.run(Array(CommandLine.arguments.dropFirst(2)))
default:
  FileHandle.standardError.write(
    Data("usage: Benchmarks extract-batch | extract-time | match | queue [FOLDER]\n".utf8))
  exit(2)
}
