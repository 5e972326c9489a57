/// The layers of a drawing, numbered as they are met.
struct DXFLayers {
  private var numbers: [[UInt8]: Int] = [:]
  private var states: [State] = []

  struct State {
    var isOff = false
    var isFrozen = false
  }

  /// Layer `0`: what stands on it in a block takes the layer of the block's insertion.
  let zero: Int

  init() {
    zero = 0
    numbers[[0x30]] = 0
    states.append(State())
  }

  /// The number of a layer, defined or not.
  mutating func number(_ name: [UInt8]) -> Int {
    let name = DXFDrawing.capitals(name)
    if let number = numbers[name] { return number }
    numbers[name] = states.count
    states.append(State())
    return states.count - 1
  }

  /// Takes in an entry of the table: a negative color is off, flag 1 is frozen.
  mutating func define(_ group: DXFGroup) {
    guard let name = group.word(2) else { return }
    let number = number(name)
    states[number].isOff = (group.integer(62) ?? 7) < 0
    states[number].isFrozen = (group.integer(70) ?? 0) & 1 != 0
  }

  subscript(number: Int) -> State {
    states.indices.contains(number) ? states[number] : State()
  }
}
