/// A kind of document, told by its content.
public enum Format: String, Sendable, CaseIterable {
  case pdf, text, csv
  case dxf
  case docx, xlsx, pptx, odt, ods, odp, odg, svg, html, eml, zip

  /// Extensions, lower case without the dot, of files that are worth opening.
  ///
  /// `zip` is not one of them: an archive is a set of drawings, which an upload unpacks; one that is named is read.
  public static let readableExtensions: Set<String> = Set(
    ["pdf", "txt", "text", "csv", "tsv", "dxf"] + officeExtensions)

  private static let officeExtensions = [
    "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "pptx", "pptm", "potx", "potm",
    "ppsx", "ppsm", "odt", "ott", "fodt", "ods", "ots", "fods", "odp", "otp", "fodp", "odg", "otg",
    "fodg", "svg", "svgz", "html", "htm", "xhtml", "eml", "mht", "mhtml",
  ]
}
