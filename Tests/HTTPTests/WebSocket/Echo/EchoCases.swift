/// Cases 1.1.8, 1.2.8 and groups 9, 10, 12 and 13 of the Autobahn suite, with the sizes, fragments and
/// offers of its published descriptions.
///
/// Where those ask for 1,000 messages, a case sends ``manySmall`` or ``manyDeflated``: more of the
/// same. The suite's test data is not ours: ``EchoSample`` makes data of the same kinds.
enum EchoCases {
  /// Messages of 9.7 and 9.8.
  static let manySmall = 50
  /// Messages of groups 12 and 13.
  static let manyDeflated = 4

  static let all = chopped + sizes + fragments + chops + many + automatic + kinds + offers

  private static let megabyte = 1_048_576

  private static let chopped = [
    EchoCase(number: "1.1.8", opcode: 1, sample: .stars, size: 65_536, chop: 997),
    EchoCase(number: "1.2.8", opcode: 2, sample: .stars, size: 65_536, chop: 997),
  ]

  /// A case for text and one for binary.
  private static func both(
    _ groups: (String, String), _ index: Int, _ make: (String, UInt8) -> EchoCase
  ) -> [EchoCase] {
    [make("\(groups.0).\(index + 1)", 1), make("\(groups.1).\(index + 1)", 2)]
  }

  /// 9.1 and 9.2: to 16 MiB in one frame.
  private static let sizes = [
    65_536, 262_144, megabyte, 4 * megabyte, 8 * megabyte, 16 * megabyte,
  ].enumerated().flatMap { index, size in
    both(("9.1", "9.2"), index) { number, opcode in
      EchoCase(number: number, opcode: opcode, sample: .stars, size: size)
    }
  }

  /// 9.3 and 9.4: 4 MiB in frames from 64 bytes to one.
  private static let fragments = [
    64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, megabyte, 4 * megabyte,
  ].enumerated().flatMap { index, fragment in
    both(("9.3", "9.4"), index) { number, opcode in
      EchoCase(
        number: number, opcode: opcode, sample: .stars, size: 4 * megabyte, fragment: fragment)
    }
  }

  /// 9.5 and 9.6: 1 MiB handed over in small pieces.
  private static let chops = [64, 128, 256, 512, 1_024, 2_048].enumerated().flatMap { index, chop in
    both(("9.5", "9.6"), index) { number, opcode in
      EchoCase(number: number, opcode: opcode, sample: .stars, size: megabyte, chop: chop)
    }
  }

  /// 9.7 and 9.8: many messages, one after another.
  private static let many = [0, 16, 64, 256, 1_024, 4_096].enumerated().flatMap { index, size in
    both(("9.7", "9.8"), index) { number, opcode in
      EchoCase(number: number, opcode: opcode, sample: .stars, size: size, messages: manySmall)
    }
  }

  /// 10.1.1: 64 KB fragmented by the sending library.
  private static let automatic = [
    EchoCase(number: "10.1.1", opcode: 1, sample: .stars, size: 65_536, fragment: 1_300)
  ]

  // MARK: permessage-deflate

  /// Sizes and fragments that each kind of data and each offer is tried with.
  private static let shapes: [(size: Int, fragment: Int)] = [
    (16, 0), (64, 0), (256, 0), (1_024, 0), (4_096, 0), (8_192, 0), (16_384, 0), (32_768, 0),
    (65_536, 0), (131_072, 0), (8_192, 256), (16_384, 256), (32_768, 256), (65_536, 256),
    (131_072, 256), (131_072, 1_024), (131_072, 4_096), (131_072, 32_768),
  ]

  private static let base = "permessage-deflate; client_no_context_takeover; client_max_window_bits"
  private static let answer =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

  /// Group 12: each kind of data with the default offer.
  private static let kinds = EchoSample.deflated.enumerated().flatMap { index, sample in
    deflated("12.\(index + 1)", sample, offer: base, answer: answer, windowBits: 15)
  }

  /// Group 13: JSON with each offer.
  private static let offers: [EchoCase] = {
    let none = "; server_no_context_takeover"
    let bits = (small: "; server_max_window_bits=9", large: "; server_max_window_bits=15")
    let variants: [(offer: String, window: String)] = [
      (base, ""), (base + none, ""), (base + bits.small, bits.small),
      (base + bits.large, bits.large), (base + none + bits.small, bits.small),
      (base + none + bits.large, bits.large),
      ([base + none + bits.small, base + none, base].joined(separator: ", "), bits.small),
    ]
    return variants.enumerated().flatMap { index, variant in
      deflated(
        "13.\(index + 1)", .json, offer: variant.offer, answer: answer + variant.window,
        windowBits: variant.window == bits.small ? 9 : 15)
    }
  }()

  private static func deflated(
    _ group: String, _ sample: EchoSample, offer: String, answer: String, windowBits: Int
  ) -> [EchoCase] {
    shapes.enumerated().map { index, shape in
      EchoCase(
        number: "\(group).\(index + 1)", opcode: sample.isText ? 1 : 2, sample: sample,
        size: shape.size, fragment: shape.fragment, messages: manyDeflated,
        offer: (offer, answer), windowBits: windowBits)
    }
  }
}
