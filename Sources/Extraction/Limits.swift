/// How much one document may ask for. Each bound stands well above what drawings need and far below
/// what would take the machine down.
public struct Limits: Sendable {
  /// Bytes that may come out of one stream. The largest real content streams (point clouds,
  /// hatches) reach tens of megabytes; the buffer is held in memory whole.
  public var streamBytes = 128 << 20
  /// Bytes that may come out of all streams of a document, so that many small bombs don't add up.
  public var inflatedBytes = 1 << 30
  /// Objects a document may define (ISO 32000-1 Annex C gives 8,388,607); the table is in memory.
  public var objects = 4_000_000
  /// Arrays and dictionaries inside one another, in the file and in content; real files stay
  /// under 20, and the parser recurses.
  public var nesting = 96
  /// Pages read; 10,000 must be, and a loop in the page tree must end.
  public var pages = 100_000
  /// Content operators run in a document, forms included each time they are drawn.
  public var operators = 200_000_000
  /// Forms inside forms, each of which costs stack.
  public var forms = 24
  /// Unicode scalars kept for one page; a dense A0 sheet has some 50,000.
  public var pageScalars = 4_000_000
  /// Documents inside documents (attachments, portfolios).
  public var attachments = 3
  /// Entries of ``Summary/repairs``.
  public static let repairsTold = 100

  /// Passwords tried on an encrypted document, after the empty one.
  public var passwords: [String] = []
  /// Whether damage may be repaired; a test forbids it to show that a file is read as it stands.
  public var repairs = true

  public init() {}
}
