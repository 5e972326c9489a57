@testable import Extraction

/// Documents in text, office packages, and drawings, small and with much that is special.
extension Seeds {
  static var drawings: [[UInt8]] {
    var drawing = DXFBuilder()
    drawing.layer("OFF", flags: 1)
    drawing.block("B", "0 TEXT|10 1|20 2|40 2.5|1 IN-BLOCK|0 ATTDEF|2 TAG|1 DEFAULT|40 2")
    drawing.add("0 TEXT|8 OFF|10 5|20 5|40 2.5|50 30|51 15|1 HOLE-%%d1|72 1|11 9|21 9")
    drawing.add("0 MTEXT|10 1|20 1|40 2|41 50|71 5|3 \\A1;{\\fArial|b0;HO|1 LE}\\P\\S1/2;\\U+00E9")
    drawing.add("0 INSERT|2 B|10 3|20 4|41 2|42 -1|50 90|70 2|71 2|44 9|45 9|66 1")
    drawing.add("0 ATTRIB|2 TAG|1 VALUE|10 1|20 1|40 2|0 SEQEND")
    drawing.add("0 DIMENSION|1 <> mm|42 12.5|13 0|23 0|14 9|24 9|70 1|0 LINE|10 0|20 0|11 9|21 9")
    drawing.add("0 MULTILEADER|304 LEADER-1|0 ACAD_TABLE|302 CELL|1 X|0 HATCH|10 0|20 0")
    drawing.objects = DXFBuilder.tags("0 LAYOUT|1 Sheet|10 0|20 0|11 420|21 297|71 1|330 1F")
    var old = drawing
    old.version = "AC1009"
    return [
      drawing.build(), drawing.build(lineEnd: "\n"), old.build(), drawing.buildBinary(),
      old.buildBinary(wideCodes: false),
    ]
  }

  static var office: [[UInt8]] {
    let word = try? OfficeSample.word(
      "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space='preserve'>A </w:t><w:tab/><w:br/></w:r>"
        + "<w:ins><w:r><w:t>B&#x41;</w:t></w:r></w:ins></w:p><w:tbl><w:tr><w:tc><w:p><w:r>"
        + "<w:t>C</w:t></w:r></w:p></w:tc></w:tr></w:tbl><mc:AlternateContent><mc:Choice>"
        + "<w:txbxContent><w:p/></w:txbxContent></mc:Choice></mc:AlternateContent>")
    let book = try? OfficeSample.workbook(
      "<cols><col min='2' max='3' hidden='1'/></cols><sheetData><row r='1'><c r='A1' t='s'><v>0</v>"
        + "</c><c r='B1' t='inlineStr'><is><t>IN</t></is></c><c r='C1' s='1'><v>43831.5</v></c>"
        + "</row></sheetData>",
      [
        ("xl/sharedStrings.xml", "<sst><si><r><t>S</t></r><rPh><t>x</t></rPh></si></sst>"),
        (
          "xl/styles.xml",
          "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy-mm-dd;[Red]-0.00'/>"
            + "</numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
        ),
      ])
    let slides = try? OfficeSample.presentation([
      "<p:sld><p:sp><p:txBody><a:p><a:r><a:t>A</a:t></a:r><a:br/></a:p></p:txBody></p:sp></p:sld>"
    ])
    let open = ["text", "spreadsheet", "presentation", "graphics"].map { type in
      try? OfficeSample.openDocument(
        type,
        "<office:\(type)><text:p text:style-name='P'>A<text:s text:c='3'/><text:tab/>B</text:p>"
          + "<table:table table:name='T'><table:table-row table:number-rows-repeated='2'>"
          + "<table:table-cell table:number-columns-repeated='3' office:value='1'><text:p>C</text:p>"
          + "</table:table-cell></table:table-row></table:table></office:\(type)>",
        automatic: "<style:style style:name='P'><style:text-properties text:display='none'/>"
          + "</style:style>")
    }
    let nested = try? OfficeSample.zip(bytes: [("a/b.docx", word ?? []), ("c.txt", [0x48, 0x31])])
    return ([word, book, slides, nested] + open).compactMap { $0 }
  }

  static var texts: [[UInt8]] {
    [
      """
      <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="50%" \
      viewBox="0 0 210 297"><style>.a{display:none;font-size:3px}</style><defs><text id="t">USED</text>\
      </defs><g transform="matrix(1 0 .5 1 3 4) rotate(30,1,2)"><text x="1 2 3" y="4" dx="1" \
      rotate="10 20" class="a" text-anchor="middle" textLength="50">H<tspan dy="2">O</tspan></text></g>\
      <use href="#t" x="5"/><path d="M0 0L1 1z"/><image width="9" height="9"/><![CDATA[x]]></svg>
      """,
      """
      <!DOCTYPE html><html><head><meta charset="utf-8"><title>T</title><style>p{}</style><script>x<y\
      </script></head><body><!-- c --><p hidden>A&amp;B&#x43;&nbsp;</p><pre>a\n b</pre><table><tr><td>1\
      <td>2</table><textarea>x</textarea><br><ul><li>y</ul><img alt='z'></body></html>
      """,
      """
      From: =?utf-8?B?w6k=?= <a@b>\r\nTo: =?iso-8859-1?Q?=E9_x?=\r\nSubject: S\r\n folded\r\nDate: D\r
      MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r
      Content-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: \
      quoted-printable\r\n\r\nA=C3=A9=\r\nB \r\nC\r\n--=_b\r\nContent-Type: multipart/alternative; \
      boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>H</p>\r\n--c--\r\n--=_b\r
      Content-Type: application/octet-stream; name="a.txt"\r\nContent-Disposition: attachment; \
      filename*0*=utf-8''a%20; filename*1=b.txt\r\nContent-Transfer-Encoding: base64\r\n\r
      SE9MRS0x\r\n--=_b--\r\n
      """,
      """
      <?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text">\
      <office:body><office:text><text:h>A</text:h><text:p>B<text:span>C</text:span></text:p>\
      </office:text></office:body></office:document>
      """,
      """
      <?xml version="1.0"?><w:wordDocument xmlns:w="x"><w:body><w:p><w:r><w:t>A</w:t></w:r></w:p>\
      </w:body></w:wordDocument>
      """,
      "a,\"b \"\"c\"\"\",d\n1;2\t3\r\nHOLE-1\u{AD}x\n",
    ].map { Array($0.utf8) }
  }
}
