import Testing

@testable import isoscan
