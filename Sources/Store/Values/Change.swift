/// What became of one drawing between two scans of a source with the same codes.
public struct Change: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// It was not there before.
    case new
    /// It is not there any more.
    case gone
    /// Its content changed, as far as its source tells.
    case changed
    /// Only its codes differ.
    case codes
    /// It, or a page of it, could not be read now or the last time: what is not known of it is
    /// neither gained nor lost.
    case notRead
  }

  public var name: String
  public var kind: Kind
  /// Codes it has now and had not, as indexes into the later session's codes.
  public var gained: [Int]
  /// Codes it had and has no more, likewise.
  public var lost: [Int]

  public init(name: String, kind: Kind, gained: [Int], lost: [Int]) {
    self.name = name
    self.kind = kind
    self.gained = gained
    self.lost = lost
  }
}
