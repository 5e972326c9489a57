import Testing

@testable import Spreadsheets

@Suite("number formats")
struct NumberFormatTests {
  @Test(
    "digits, points and literals are shown as in the sheet",
    arguments: [
      ("0", 5, "5"), ("00000", 7, "00007"), ("000", 12_345, "12345"), ("0.00", 1.5, "1.50"),
      ("0.0#", 1.5, "1.5"), ("0.0#", 1.25, "1.25"), ("#", 0, ""),
      ("\"HOLE-\"0000", 12, "HOLE-0012"),
      ("\\H\\-000", 3, "H-003"), ("00-00-000", 1_234_567, "12-34-567"), ("00-00", 5, "00-05"),
      ("0\" mm\"", 3, "3 mm"), ("000;-000;\"x\"", 5, "005"), ("00", -5, "-05"), ("0", 0.4, "0"),
      ("0", -0.4, "0"), ("0", 2.6, "3"),
    ] as [(String, Double, String)])
  func shown(code: String, value: Double, expected: String) throws {
    #expect(try #require(NumberFormat(code)).text(value) == expected)
  }

  @Test(
    "anything more is left to the general format",
    arguments: [
      "General", "yyyy-mm-dd", "0%", "#,##0", "0.00E+00", "# ?/?", "@", "", "[Red]0", "\"x\"",
    ])
  func general(code: String) {
    #expect(NumberFormat(code) == nil)
  }

  @Test(
    "the general format shows 15 digits and no point for whole numbers",
    arguments: [
      (3, "3"), (1e15, "1000000000000000"), (0.1 + 0.2, "0.3"), (12.5, "12.5"), (-7, "-7"),
      (1e300, "1E+300"), (1.0 / 3, "0.333333333333333"), (0, "0"),
    ] as [(Double, String)])
  func general(value: Double, expected: String) {
    #expect(NumberFormat.general(value) == expected)
  }

  @Test("hostile numbers and formats don't trap")
  func hostile() {
    for value in [
      Double.infinity, -.infinity, .nan, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ] {
      _ = NumberFormat.general(value)
      _ = NumberFormat("0.000")?.text(value)
    }
    #expect(NumberFormat(String(repeating: "0", count: 65)) == nil)
    _ = NumberFormat("0." + String(repeating: "0", count: 63))?.text(1e14)
    _ = NumberFormat("\"0")
    _ = NumberFormat("0\\")
  }
}
