print("usage: Benchmarks COMMAND")
