/// The page tree (ISO 32000-2 §7.7.3), however it is broken.
extension PDFDocument {
  /// What pages inherit from the nodes above them (§7.7.3.4).
  private struct Inherited {
    var resources: PDFObject = .null
    var mediaBox: PDFObject = .null
    var cropBox: PDFObject = .null
    var rotate: PDFObject = .null

    /// With what a node says itself.
    func with(_ node: PDFDictionary) -> Inherited {
      var all = self
      if !node[.resources].isNull { all.resources = node[.resources] }
      if !node[.mediaBox].isNull { all.mediaBox = node[.mediaBox] }
      if !node[.cropBox].isNull { all.cropBox = node[.cropBox] }
      if !node[.rotate].isNull { all.rotate = node[.rotate] }
      return all
    }
  }

  /// A node on the way down: its kids and the next of them.
  private struct Level {
    let kids: [PDFObject]
    var next = 0
    let inherited: Inherited
  }

  /// US Letter, in points: what viewers take for a page that says nothing.
  private static let defaultBox = Rectangle(0, 0, 612, 792)
  /// Nodes on one way down; a tree made of one-page nodes may be deep, a file needs no more than ten.
  private static let treeDepth = 2_000

  /// Hands out the pages in order, one at a time, with what they inherit.
  /// - Throws: a bound, the deadline, or what `body` throws.
  func forEachPage(_ body: (PDFPage) throws(ExtractionError) -> Void) throws(ExtractionError) {
    var number = try walkTree(body)
    if number == 0 {
      repairs.note(.brokenPageTree, at: 0)
      number = try walkObjects(body)
    }
  }

  private func walkTree(_ body: (PDFPage) throws(ExtractionError) -> Void) throws(ExtractionError)
    -> Int
  {
    guard let root = dictionary(catalog, .pages) else { return 0 }
    var number = 0
    // Nodes (not pages) met so far: each is entered once.
    var entered: Set<Int> = []
    if let reference = catalog[.pages].reference { entered.insert(reference.number) }
    guard let kids = array(root, .kids) else {
      // A catalog that points to its only page.
      guard isPage(root) else { return 0 }
      try body(page(root, catalog[.pages].reference, Inherited().with(root), 1))
      return 1
    }
    var levels = [Level(kids: kids, inherited: Inherited().with(root))]
    while var level = levels.popLast() {
      guard level.next < level.kids.count else { continue }
      let kid = level.kids[level.next]
      level.next += 1
      let inherited = level.inherited
      levels.append(level)
      try budget.check()
      guard let node = resolve(kid).dictionary else {
        repairs.note(.brokenPageTree, at: 0)
        // A page is said to be here: it is counted, and told to be lost.
        number += 1
        try count(number)
        var lost = page(PDFDictionary(), kid.reference, inherited, number)
        lost.isDamaged = true
        try body(lost)
        continue
      }
      if let kids = array(node, .kids), node[.type].name != .page {
        if let reference = kid.reference, !entered.insert(reference.number).inserted {
          repairs.note(.loopingPageTree, at: 0)
        } else if levels.count < Self.treeDepth {
          levels.append(Level(kids: kids, inherited: inherited.with(node)))
        } else {
          repairs.note(.brokenPageTree, at: 0)
        }
        continue
      }
      number += 1
      try count(number)
      try body(page(node, kid.reference, inherited.with(node), number))
    }
    return number
  }

  private func count(_ number: Int) throws(ExtractionError) {
    guard number > budget.limits.pages else { return }
    let error = ExtractionError.tooLarge("more than \(budget.limits.pages) pages")
    budget.fail(error)
    throw error
  }

  private func isPage(_ node: PDFDictionary) -> Bool {
    name(node, .type) == .page || !node[.contents].isNull || !node[.mediaBox].isNull
  }

  /// Takes every object that is a page, by number, when no tree leads to them.
  private func walkObjects(_ body: (PDFPage) throws(ExtractionError) -> Void)
    throws(ExtractionError) -> Int
  {
    var number = 0
    for object in Set(xref.numbers + scanned().table.numbers).sorted() {
      try budget.check()
      let reference = PDFObject.Reference(number: object, generation: 0)
      guard let node = load(reference).dictionary, name(node, .type) == .page else { continue }
      number += 1
      try count(number)
      try body(page(node, reference, inherited(by: node), number))
    }
    return number
  }

  /// What a page inherits, found upward through `Parent`.
  private func inherited(by node: PDFDictionary) -> Inherited {
    var chain = [node]
    while chain.count < 32, let parent = dictionary(chain[chain.count - 1], .parent) {
      chain.append(parent)
    }
    return chain.reversed().reduce(Inherited()) { $0.with($1) }
  }

  private func page(
    _ node: PDFDictionary, _ reference: PDFObject.Reference?, _ inherited: Inherited, _ number: Int
  ) -> PDFPage {
    let media = box(inherited.mediaBox) ?? Self.defaultBox
    let crop = box(inherited.cropBox)?.intersection(media) ?? media
    let unit = self.number(node, .userUnit) ?? 1
    let turns = (resolve(inherited.rotate).number ?? 0) / 90
    let rotate = turns.isFinite ? (Int(exactly: turns.rounded()) ?? 0) % 4 : 0
    let contents = contentStreams(node)
    return PDFPage(
      number: number, dictionary: node, reference: reference,
      resources: resolve(inherited.resources).dictionary, box: crop,
      rotate: (rotate + 4) % 4 * 90, userUnit: unit > 0 && unit < 1e6 ? unit : 1,
      contents: contents.streams, isDamaged: contents.areMissing)
  }

  /// A box that has an area.
  private func box(_ object: PDFObject) -> Rectangle? {
    guard let items = resolve(object).array, items.count >= 4 else { return nil }
    let values = items.prefix(4).map { resolve($0).number ?? 0 }
    let box = Rectangle(values[0], values[1], values[2], values[3])
    return box.width > 0 && box.height > 0 && box.width < 1e9 && box.height < 1e9 ? box : nil
  }

  /// The page's content streams, and whether any that it names is not in the file.
  private func contentStreams(_ node: PDFDictionary) -> (streams: [PDFStream], areMissing: Bool) {
    switch value(node, .contents) {
    case .stream(let stream): return ([stream], false)
    case .array(let items):
      let streams = items.compactMap { resolve($0).stream }
      return (streams, streams.count < items.count)
    default: return ([], node[.contents].reference != nil)
    }
  }
}
