import Foundation

let arguments = Array(CommandLine.arguments.dropFirst(2))
switch CommandLine.arguments.dropFirst().first {
case "extract-batch": ExtractBatch().run()
case "extract-time": ExtractTime().run()
case "extract-demo": try ExtractDemo().run()
case "extract-mutants": ExtractMutants(seconds: arguments.first.flatMap(Double.init) ?? 60).run()
case "match": try MatchBenchmark.run()
case "readers": exit(CompareReaders.run(arguments))
case "queue": try QueueBenchmark.run(arguments)
case "server": exit(try ServerBenchmark.run(arguments))
default:
  let commands = """
    extract-batch | extract-time | extract-demo | extract-mutants [SECONDS] | match | \
    queue [FOLDER] | readers FOLDER|--demo N [--help] | server WHAT
    """
  FileHandle.standardError.write(Data("usage: Benchmarks \(commands)\n".utf8))
  exit(2)
}
