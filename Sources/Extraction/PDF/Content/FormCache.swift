/// The decoded content of form XObjects, which drawings paint many times.
struct FormCache {
  final class Form {
    let stream: PDFStream
    /// Decoded content; empty while it is not kept.
    var content: [UInt8] = []
    var isDecoded = false
    /// What it drew, if it was found to hold no text.
    var inkWithoutText: PageInk?

    init(_ stream: PDFStream) { self.stream = stream }
  }

  private var forms: [ObjectIdentifier: Form] = [:]
  private var bytes = 0

  /// Bytes of content kept for one document; what is beyond is decoded again each time.
  private static let limit = 16 << 20

  mutating func removeAll() {
    forms.removeAll(keepingCapacity: true)
    bytes = 0
  }

  mutating func form(_ stream: PDFStream) -> Form {
    if let form = forms[ObjectIdentifier(stream)] { return form }
    let form = Form(stream)
    forms[ObjectIdentifier(stream)] = form
    return form
  }

  /// Lets go of a form's content where keeping it would cost too much memory.
  mutating func settle(_ form: Form, _ content: [UInt8]) {
    guard !form.isDecoded, bytes + content.count <= Self.limit else { return }
    bytes += content.count
    form.content = content
    form.isDecoded = true
  }
}
