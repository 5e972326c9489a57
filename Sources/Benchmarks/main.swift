import Foundation

switch CommandLine.arguments.dropFirst().first {
case "extract-batch": ExtractBatch().run()
case "extract-time": ExtractTime().run()
case "extract-demo": try ExtractDemo().run()
case "match": try MatchBenchmark.run()
case "queue": try QueueBenchmark.run(Array(CommandLine.arguments.dropFirst(2)))
default:
  let commands = "extract-batch | extract-time | extract-demo | match | queue [FOLDER]"
  FileHandle.standardError.write(Data("usage: Benchmarks \(commands)\n".utf8))
  exit(2)
}
