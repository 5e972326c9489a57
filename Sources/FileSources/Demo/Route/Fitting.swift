/// Something built into a leg of pipe.
struct Fitting {
  enum Kind: CaseIterable {
    case gateValve, globeValve, checkValve, ballValve, flanges, reducer, fieldWeld, shoe, guide,
      spring, flow, wall, tapping
  }

  let kind: Kind
  let leg: Int
  let at: Point
  /// Half of what it covers of the pipe, in points.
  let reach: Double
  /// Item number in the bill of materials; 0 for what has none.
  var item = 0
}

/// Bill of materials entries of the fittings.
enum MaterialCatalogue {
  /// The line of the bill for a fitting, or `nil` for what is none.
  static func row(_ kind: Fitting.Kind, size: Int) -> MaterialRow? {
    let nps = String(size)
    return switch kind {
    case .gateValve:
      MaterialRow(
        group: "VALVES", description: "GATE VALVE CL150 RF FLGD A216-WCB TRIM 8", size: nps,
        code: "VGA10417", quantity: 1)
    case .globeValve:
      MaterialRow(
        group: "VALVES", description: "GLOBE VALVE CL150 RF FLGD A216-WCB", size: nps,
        code: "VGL10422", quantity: 1)
    case .checkValve:
      MaterialRow(
        group: "VALVES", description: "CHECK VALVE SWING CL150 RF A216-WCB", size: nps,
        code: "VCK10431", quantity: 1)
    case .ballValve:
      MaterialRow(
        group: "VALVES", description: "BALL VALVE FULL BORE CL150 RF A216", size: nps,
        code: "VBL10440", quantity: 1)
    case .flanges:
      MaterialRow(
        group: "FLANGES", description: "FLANGE WN RF CL150 ASME B16.5 A105 S-40", size: nps,
        code: "FWN20107", quantity: 2)
    case .reducer:
      MaterialRow(
        group: "FITTINGS", description: "REDUCER CONC BW ASME B16.9 A234-WPB",
        size: "\(size)X\(max(1, size - 2))", code: "RDC30551", quantity: 1)
    case .shoe:
      MaterialRow(
        group: "SUPPORTS", description: "PIPE SHOE WELDED TYPE S1 H=100 A36", size: nps,
        code: "SPS50011", quantity: 1)
    case .guide:
      MaterialRow(
        group: "SUPPORTS", description: "GUIDE TYPE G2 L50X50X5 A36", size: nps,
        code: "SPG50024", quantity: 1)
    case .spring:
      MaterialRow(
        group: "SUPPORTS", description: "SPRING HANGER TYPE V SIZE 7", size: nps,
        code: "SPV50039", quantity: 1)
    case .tapping:
      MaterialRow(
        group: "FITTINGS", description: "SOCKOLET CL3000 MSS SP-97 A105", size: "\(size)X1",
        code: "OLS30710", quantity: 1)
    case .fieldWeld, .flow, .wall: nil
    }
  }

  /// Rows that every route has, with the pipe's length.
  static func common(size: Int, elbows: Int, tees: Int, caps: Int, length: Int) -> [MaterialRow] {
    let nps = String(size)
    return [
      MaterialRow(
        group: "PIPE", description: "PIPE SMLS BE ASME B36.10 SCH 40 A106-B", size: nps,
        code: "PPA00105", quantity: 1, length: length),
      MaterialRow(
        group: "FITTINGS", description: "ELBOW 90 LR BW ASME B16.9 A234-WPB S-40", size: nps,
        code: "EBL30102", quantity: elbows),
      MaterialRow(
        group: "FITTINGS", description: "TEE EQUAL BW ASME B16.9 A234-WPB S-40", size: nps,
        code: "TEE30215", quantity: tees),
      MaterialRow(
        group: "FITTINGS", description: "CAP BW ASME B16.9 A234-WPB S-40", size: nps,
        code: "CAP30308", quantity: caps),
    ].filter { $0.quantity > 0 }
  }

  /// What belongs to flanged joints.
  static func jointed(size: Int, joints: Int) -> [MaterialRow] {
    guard joints > 0 else { return [] }
    let nps = String(size)
    return [
      MaterialRow(
        group: "GASKETS", description: "GASKET SPW CL150 RF 316/GRAPH 4.5 THK B16.20", size: nps,
        code: "GSW60118", quantity: joints),
      MaterialRow(
        group: "BOLTS", description: "STUD BOLT A193-B7 C/W 2 NUTS A194-2H 110 LG",
        size: size > 6 ? "7/8" : "5/8", code: "BSB70233", quantity: joints * (size > 6 ? 8 : 4)),
    ]
  }
}
