/// Which results a page holds.
public enum ResultFilter: Sendable, Hashable {
  /// In the order of counting.
  case all
  /// Drawings that hold a code, in the order of counting.
  case matched
  /// Drawings that are problems, in the order of counting.
  case problems
  /// Drawings on which a code nearly stands, in the order of counting.
  case near
  /// Drawings that hold this code (its index), in the order of the listing.
  case code(Int)
}

/// How much of where codes stand a read brings along.
public enum PlaceDetail: Sendable {
  /// Neither places nor near hits.
  case none
  /// Each drawing's first place alone, and its near hits.
  case first
  case all
}

/// A page of results and where the next one begins.
public struct ResultsPage: Sendable {
  public var rows: [ResultRow]
  /// Opaque, needs no escaping in a URL; `nil` on the last page.
  public var nextCursor: String?

  public init(rows: [ResultRow] = [], nextCursor: String? = nil) {
    self.rows = rows
    self.nextCursor = nextCursor
  }
}

/// A page of sessions, newest first.
public struct SessionsPage: Sendable {
  public var sessions: [SessionSnapshot]
  public var nextCursor: String?

  public init(sessions: [SessionSnapshot] = [], nextCursor: String? = nil) {
    self.sessions = sessions
    self.nextCursor = nextCursor
  }
}

/// One drawing that holds a code, as ``By Code`` lists it.
public struct Hit: Sendable, Hashable {
  /// Index of the code.
  public var code: Int
  /// The drawing's number and name.
  public var drawing: Int
  public var name: String

  public init(code: Int, drawing: Int, name: String) {
    self.code = code
    self.drawing = drawing
    self.name = name
  }
}
