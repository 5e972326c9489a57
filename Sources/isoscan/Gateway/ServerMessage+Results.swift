/// Results' JSON by hand: a SYNC_STATE holds a thousand, most of whose time JSONEncoder would take.
extension ServerMessage {
  /// A SYNC_STATE's JSON text, in UTF-8.
  static func encode(_ state: SyncState, results: some Collection<Row>) -> [UInt8] {
    var json = Array(encode(state).utf8)
    json.reserveCapacity(json.count + results.count * 400)
    json.removeLast()
    json += ",\"results\":[".utf8
    var isFirst = true
    for row in results {
      if !isFirst { json.append(UInt8(ascii: ",")) }
      isFirst = false
      row.append(to: &json)
    }
    json += "]}".utf8
    return json
  }
}

extension ServerMessage.Row {
  /// Appends what `JSONEncoder` makes of it; the order of the names is another.
  func append(to json: inout [UInt8]) {
    json += "{\"number\":\(number)".utf8
    Self.append("hole_code", hole_code, to: &json)
    json += ",\"hole_codes\":[".utf8
    for (index, code) in hole_codes.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      JSONText.append(code.utf8, to: &json)
    }
    json.append(UInt8(ascii: "]"))
    Self.append("file_name", file_name, to: &json)
    Self.append("status", status, to: &json)
    if let problem { Self.append("problem", problem, to: &json) }
    Self.append("pdf_link", pdf_link, to: &json)
    if let page { json += ",\"page\":\(page)".utf8 }
    if let pages { json += ",\"pages\":\(pages)".utf8 }
    // Seldom there, and not simple.
    if let matches { json += ",\"matches\":\(ServerMessage.encode(matches))".utf8 }
    if let near { json += ",\"near\":\(ServerMessage.encode(near))".utf8 }
    Self.append("timestamp", timestamp, to: &json)
    json.append(UInt8(ascii: "}"))
  }

  private static func append(_ name: StaticString, _ text: String, to json: inout [UInt8]) {
    json += ",\"\(name)\":".utf8
    JSONText.append(text.utf8, to: &json)
  }
}
