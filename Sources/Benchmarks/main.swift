switch CommandLine.arguments.dropFirst().first {
case "match": try MatchBenchmark.run()
default: print("usage: Benchmarks match")
}
