import Foundation

signal(SIGPIPE, SIG_IGN)
exit(CommandLineProgram.main(Array(CommandLine.arguments.dropFirst())))
