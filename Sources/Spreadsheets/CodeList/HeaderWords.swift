/// Titles by which a first row is known to be no code; a list with any other title has to do
/// without it, or its title is searched as a code.
public enum HeaderWords {
  /// Whether `cell` is such a title: blanks around it, case, `_` and `-` for a blank, and `.` or
  /// `:` at its end don't matter.
  public static func contains(_ cell: String) -> Bool {
    // No title is longer; codes come by the hundred thousand, but only the first is asked about.
    guard cell.utf8.count <= 80 else { return false }
    var words: [Substring] = cell.lowercased().split { character in
      character.isWhitespace || character == "_" || character == "-"
    }
    while let last = words.last, let mark = last.last, mark == "." || mark == ":" {
      words.removeLast()
      let rest = last.dropLast()
      if !rest.isEmpty { words.append(rest) }
    }
    return all.contains(words.joined(separator: " "))
  }

  /// In lower case, words apart by one blank, without `.` or `:` at the end.
  public static let all: Set<String> = [
    // English
    "code", "codes", "hole", "holes", "hole code", "hole codes", "target hole code",
    "target hole codes", "target code", "target codes", "hole no", "hole nos", "hole nr",
    "hole number", "hole numbers", "hole id", "hole ids", "hole name", "hole tag", "hole tags",
    "hole_code", "holecode", "holecodes", "tag", "tags", "tag no", "tag nos", "tag nr",
    "tag number", "tag numbers", "tag id", "tag name", "tag code", "tagno", "id", "ids", "no",
    "no.", "nos", "nr", "#", "number", "numbers", "name", "names", "part", "parts", "part no",
    "part nos", "part nr", "part number", "part numbers", "part code", "part codes", "part id",
    "item", "items", "item no", "item nos", "item number", "item numbers", "item code",
    "item codes", "item id", "mark", "mark no", "mark number", "piece mark", "reference",
    "reference no", "reference number", "ref", "ref no", "identifier", "label", "labels", "line",
    "line no", "line number", "spool", "spool no", "spool number", "weld", "weld no",
    "weld number", "drawing code", "search", "search code", "search codes", "target", "targets",
    // German
    "nummer", "nummern", "lochcode", "lochcodes", "loch code", "loch nr", "lochnummer", "kennung",
    "kennzeichen", "bezeichnung", "bohrung", "bohrungen", "teil", "teile", "teilenummer",
    "teile nr", "teilenr", "pos", "position", "positionsnummer", "benennung",
    // French
    "numéro", "numero", "numéros", "n°", "nº", "repère", "repere", "repères", "référence",
    "reférence", "étiquette", "code trou", "codes trous", "pièce", "identifiant",
    // Spanish, Portuguese, Italian
    "código", "codigo", "códigos", "codigos", "número", "números", "núm", "etiqueta", "etiquetas",
    "referencia", "referência", "agujero", "nombre", "pieza", "codice", "codici", "sigla",
    // Japanese, Chinese, Korean
    "コード", "番号", "穴コード", "穴番号", "部品番号", "部品コード", "タグ", "タグ番号", "名称",
    "代码", "编号", "编码", "孔号", "位号", "코드", "번호", "태그",
    // Russian
    "код", "коды", "номер", "№", "обозначение", "позиция",
  ]
}
