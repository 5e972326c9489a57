import Testing

@testable import Spreadsheets

@Suite("CSV writing")
struct CSVWriterTests {
  private func line(_ fields: [String], _ writer: CSVWriter = CSVWriter()) -> String {
    var bytes: [UInt8] = []
    writer.append(fields, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "fields are quoted only where RFC 4180 or blanks at their ends need it",
    arguments: [
      ("a", "a"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
      ("a\rb", "\"a\rb\""), (" a", "\" a\""), ("a ", "\"a \""), ("2\"-HC", "\"2\"\"-HC\""),
      ("ü;x", "ü;x"), ("\"", "\"\"\"\""),
    ])
  func quoting(field: String, expected: String) {
    #expect(line([field]) == expected + "\r\n")
  }

  @Test("fields stand in order between separators")
  func order() {
    #expect(line(["a", "", "c"]) == "a,,c\r\n")
    #expect(line([]) == "\r\n")
    #expect(line(["a", "b;c"], CSVWriter(separator: ";", lineEnd: "\n")) == "a;\"b;c\"\n")
  }

  @Test(
    "formulas are left alone, unless a guard is asked for",
    arguments: ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
  func formulas(field: String) {
    #expect(!line([field]).contains("'"))
    #expect(line([field], CSVWriter(guardsFormulas: true)).contains("'" + field))
    #expect(!line(["a" + field], CSVWriter(guardsFormulas: true)).contains("'"))
  }
}
