/// Damage that is mended while reading, deliberately and in one place each.
enum Repair: String, CaseIterable {
  case junkBeforeHeader = "bytes before the header"
  case missingHeader = "no %PDF header"
  case missingStartXref = "no usable startxref"
  case brokenXref = "broken cross-reference"
  case loopingXref = "cross-reference sections in a circle"
  case misplacedObject = "an object is not where the cross-reference says"
  case rebuiltXref = "cross-reference rebuilt from the objects found"
  case wrongLength = "a stream's length is wrong"
  case missingEndstream = "a stream has no end"
  case missingEndobj = "an object has no end"
  case brokenObjectStream = "a broken object stream"
  case missingRoot = "no document catalog"
  case brokenPageTree = "a broken page tree"
  case loopingPageTree = "a page tree in a circle"
  case damagedStream = "a stream's data is damaged"
  case unknownFilter = "a stream has an unknown filter"
}

/// The one hook through which damage is mended.
final class RepairLog {
  /// Repairs told, in order, at most ``Limits/repairsTold``.
  private(set) var entries: [String] = []
  private(set) var count = 0
  private let allowed: Bool
  private let budget: Budget

  init(budget: Budget) {
    self.budget = budget
    allowed = budget.limits.repairs
  }

  /// Records a repair; where repairs are forbidden it ends the reading at the next check.
  func note(_ repair: Repair, at byte: Int) {
    count &+= 1
    guard entries.count < Limits.repairsTold else { return }
    let text = "byte \(byte): \(repair.rawValue)"
    entries.append(text)
    if !allowed { budget.fail(.unreadable("malformed document at \(text)")) }
  }
}
