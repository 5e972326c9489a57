/// A DXF drawing, read from its groups: what matters for text.
///
/// One pass over the file; texts are kept decoded and laid out in their own frames, geometry is only
/// counted.
struct DXFDrawing {
  let budget: Budget
  var groups: DXFGroups
  var codePage = DXFCodePage("ANSI_1252", isUTF8: true)
  /// `$ACADVER`, such as `AC1015`.
  var version: [UInt8] = []
  var extents = DXFExtents()

  var layers = DXFLayers()
  /// Names of blocks, in capitals, by the handle of their record, in capitals.
  var blockNames: [[UInt8]: [UInt8]] = [:]
  var blocks: [[UInt8]: DXFSpace] = [:]
  var model = DXFSpace()
  /// What the ENTITIES section has of the active layout.
  var paper = DXFSpace()
  var sheets: [Sheet] = []
  /// Whether the file's last group was reached.
  private(set) var hasEnd = false
  /// Entities kept, for ``Limits/objects``.
  var kept = 0

  /// A layout of paper space.
  struct Sheet {
    var block: [UInt8]
    var order: Int
    var extents: DXFExtents
  }

  private static let groupsPerCheck = 64

  init(_ bytes: UnsafeRawBufferPointer, budget: Budget) {
    self.budget = budget
    groups = DXFGroups(bytes)
  }

  /// Reads the whole file; one that is cut short gives what is there.
  mutating func read() throws(ExtractionError) {
    var section: [UInt8] = []
    var countdown = 0
    while groups.advance() {
      countdown -= 1
      if countdown < 0 {
        countdown = Self.groupsPerCheck
        try budget.check()
      }
      if groups.group.isType("SECTION") {
        section = groups.group.word(2) ?? []
        if section == Section.header { readHeader() }
      } else if groups.group.isType("EOF") {
        hasEnd = true
        return
      } else if section == Section.tables {
        readTable()
      } else if section == Section.blocks {
        try readBlocks()
        section = []
      } else if section == Section.entities {
        try readEntity()
      } else if section == Section.objects {
        readObject()
      }
    }
  }

  private enum Section {
    static let header = Array("HEADER".utf8)
    static let tables = Array("TABLES".utf8)
    static let blocks = Array("BLOCKS".utf8)
    static let entities = Array("ENTITIES".utf8)
    static let objects = Array("OBJECTS".utf8)
  }

  // MARK: - Header and tables

  /// The variables stand between `SECTION` and `ENDSEC`, each after a group 9 with its name.
  private mutating func readHeader() {
    let group = groups.group
    var name: [UInt8] = []
    var page = "ANSI_1252"
    var corners: [[UInt8]: [Int: Double]] = [:]
    for tag in group.tags {
      switch tag.code {
      case 9: name = group.word(tag)
      case 1 where name == Array("$ACADVER".utf8): version = group.word(tag)
      case 3 where name == Array("$DWGCODEPAGE".utf8):
        page = String(decoding: group.word(tag), as: UTF8.self)
      case 10, 20: corners[name, default: [:]][tag.code] = group.number(tag)
      default: break
      }
    }
    for key in ["$EXTMIN", "$EXTMAX"] {
      guard let corner = corners[Array(key.utf8)], let x = corner[10], let y = corner[20]
      else { continue }
      extents.add(x, y)
    }
    // Versions compare as text; R2007 is AC1021.
    let isUTF8 = version.isEmpty || !version.lexicographicallyPrecedes(Array("AC1021".utf8))
    codePage = DXFCodePage(page, isUTF8: isUTF8)
  }

  private mutating func readTable() {
    let group = groups.group
    if group.isType("LAYER") {
      layers.define(group)
    } else if group.isType("BLOCK_RECORD"), let handle = group.word(5), let name = group.word(2) {
      blockNames[Self.capitals(handle)] = Self.capitals(name)
    }
  }

  /// A layout: what stands before its own part belongs to its plot settings.
  private mutating func readObject() {
    let group = groups.group
    guard group.isType("LAYOUT"),
      let start = group.tags.firstIndex(where: {
        $0.code == 100 && group.word($0) == Array("AcDbLayout".utf8)
      })
    else { return }
    var own = DXFGroup(group.bytes)
    own.tags = Array(group.tags[start...])
    guard let handle = own.word(330), let block = blockNames[Self.capitals(handle)] else { return }
    var extents = DXFExtents()
    extents.add(own.number(14) ?? .infinity, own.number(24) ?? .infinity)
    extents.add(own.number(15) ?? .infinity, own.number(25) ?? .infinity)
    sheets.append(Sheet(block: block, order: own.integer(71) ?? 0, extents: extents))
  }

  /// Names are compared without regard to case; beyond ASCII they are taken as they stand.
  static func capitals(_ name: [UInt8]) -> [UInt8] {
    name.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
  }

  // MARK: - Blocks and entities

  /// Reads the BLOCKS section to its end.
  private mutating func readBlocks() throws(ExtractionError) {
    var name: [UInt8]?
    var space = DXFSpace()
    repeat {
      let group = groups.group
      if group.isType("ENDSEC") { break }
      if group.isType("BLOCK") {
        if let name { add(space, name) }
        name = Self.capitals(group.word(2) ?? group.word(3) ?? [])
        space = DXFSpace()
        space.base = (group.number(10) ?? 0, group.number(20) ?? 0)
      } else if group.isType("ENDBLK") {
        if let name { add(space, name) }
        name = nil
      } else if name != nil {
        try read(group, into: &space)
      }
      try budget.check()
    } while groups.advance()
    if let name { add(space, name) }
  }

  private mutating func add(_ space: DXFSpace, _ name: [UInt8]) {
    // A second block of that name has no effect, unless the first is empty.
    if let known = blocks[name], !known.entities.isEmpty { return }
    blocks[name] = space
  }

  private mutating func readEntity() throws(ExtractionError) {
    let group = groups.group
    let isPaper = group.integer(67) == 1
    var space = DXFSpace()
    // Taken out while it grows: reading needs all of the drawing.
    if isPaper { swap(&space, &paper) } else { swap(&space, &model) }
    try read(group, into: &space)
    if isPaper { swap(&space, &paper) } else { swap(&space, &model) }
  }

  /// Takes an entity in and counts it.
  private mutating func read(_ group: DXFGroup, into space: inout DXFSpace) throws(ExtractionError)
  {
    let before = space.entities.count
    if !readText(group, into: &space) { countGeometry(group, into: &space) }
    kept &+= space.entities.count - before
    if kept > budget.limits.objects {
      throw .tooLarge("more than \(budget.limits.objects) texts and blocks")
    }
  }
}
