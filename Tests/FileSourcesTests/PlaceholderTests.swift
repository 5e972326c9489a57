import Testing

@testable import FileSources
