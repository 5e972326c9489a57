/// Glyph names in the fixed orders that font formats count by, separated by white space.
enum GlyphOrders {
  /// The 258 names of the Macintosh order, counted by `post` (OpenType, post format 2).
  static let macintosh: StaticString = """
    .notdef .null nonmarkingreturn space exclam quotedbl numbersign dollar percent ampersand
    quotesingle parenleft parenright asterisk plus comma hyphen period slash zero one two three
    four five six seven eight nine colon semicolon less equal greater question at A B C D E F G H
    I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore
    grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde
    Adieresis Aring Ccedilla Eacute Ntilde Odieresis Udieresis aacute agrave acircumflex adieresis
    atilde aring ccedilla eacute egrave ecircumflex edieresis iacute igrave icircumflex idieresis
    ntilde oacute ograve ocircumflex odieresis otilde uacute ugrave ucircumflex udieresis dagger
    degree cent sterling section bullet paragraph germandbls registered copyright trademark acute
    dieresis notequal AE Oslash infinity plusminus lessequal greaterequal yen mu partialdiff
    summation product pi integral ordfeminine ordmasculine Omega ae oslash questiondown exclamdown
    logicalnot radical florin approxequal Delta guillemotleft guillemotright ellipsis
    nonbreakingspace Agrave Atilde Otilde OE oe endash emdash quotedblleft quotedblright quoteleft
    quoteright divide lozenge ydieresis Ydieresis fraction currency guilsinglleft guilsinglright
    fi fl daggerdbl periodcentered quotesinglbase quotedblbase perthousand Acircumflex Ecircumflex
    Aacute Edieresis Egrave Iacute Icircumflex Idieresis Igrave Oacute Ocircumflex apple Ograve
    Uacute Ucircumflex Ugrave dotlessi circumflex tilde macron breve dotaccent ring cedilla
    hungarumlaut ogonek caron Lslash lslash Scaron scaron Zcaron zcaron brokenbar Eth eth Yacute
    yacute Thorn thorn minus multiply onesuperior twosuperior threesuperior onehalf onequarter
    threequarters franc Gbreve gbreve Idotaccent Scedilla scedilla Cacute cacute Ccaron ccaron
    dcroat
    """

  /// The 391 standard strings (Adobe Technical Note 5176, Appendix A).
  static let compactStandardStrings: StaticString = """
    .notdef space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft
    parenright asterisk plus comma hyphen period slash zero one two three four five six seven
    eight nine colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R
    S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore quoteleft a b c d e
    f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde exclamdown cent
    sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft
    guilsinglleft guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet
    quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand questiondown
    grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut ogonek
    caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe
    germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide
    brokenbar degree thorn threequarters twosuperior registered minus eth multiply threesuperior
    copyright Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex
    Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex Odieresis
    Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute
    acircumflex adieresis agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute
    icircumflex idieresis igrave ntilde oacute ocircumflex odieresis ograve otilde scaron uacute
    ucircumflex udieresis ugrave yacute ydieresis zcaron exclamsmall Hungarumlautsmall
    dollaroldstyle dollarsuperior ampersandsmall Acutesmall parenleftsuperior parenrightsuperior
    twodotenleader onedotenleader zerooldstyle oneoldstyle twooldstyle threeoldstyle fouroldstyle
    fiveoldstyle sixoldstyle sevenoldstyle eightoldstyle nineoldstyle commasuperior
    threequartersemdash periodsuperior questionsmall asuperior bsuperior centsuperior dsuperior
    esuperior isuperior lsuperior msuperior nsuperior osuperior rsuperior ssuperior tsuperior ff
    ffi ffl parenleftinferior parenrightinferior Circumflexsmall hyphensuperior Gravesmall Asmall
    Bsmall Csmall Dsmall Esmall Fsmall Gsmall Hsmall Ismall Jsmall Ksmall Lsmall Msmall Nsmall
    Osmall Psmall Qsmall Rsmall Ssmall Tsmall Usmall Vsmall Wsmall Xsmall Ysmall Zsmall
    colonmonetary onefitted rupiah Tildesmall exclamdownsmall centoldstyle Lslashsmall Scaronsmall
    Zcaronsmall Dieresissmall Brevesmall Caronsmall Dotaccentsmall Macronsmall figuredash
    hypheninferior Ogoneksmall Ringsmall Cedillasmall questiondownsmall oneeighth threeeighths
    fiveeighths seveneighths onethird twothirds zerosuperior foursuperior fivesuperior sixsuperior
    sevensuperior eightsuperior ninesuperior zeroinferior oneinferior twoinferior threeinferior
    fourinferior fiveinferior sixinferior seveninferior eightinferior nineinferior centinferior
    dollarinferior periodinferior commainferior Agravesmall Aacutesmall Acircumflexsmall
    Atildesmall Adieresissmall Aringsmall AEsmall Ccedillasmall Egravesmall Eacutesmall
    Ecircumflexsmall Edieresissmall Igravesmall Iacutesmall Icircumflexsmall Idieresissmall
    Ethsmall Ntildesmall Ogravesmall Oacutesmall Ocircumflexsmall Otildesmall Odieresissmall
    OEsmall Oslashsmall Ugravesmall Uacutesmall Ucircumflexsmall Udieresissmall Yacutesmall
    Thornsmall Ydieresissmall 001.000 001.001 001.002 001.003 Black Bold Book Light Medium Regular
    Roman Semibold
    """

  /// String numbers of the Expert charset, by glyph (Technical Note 5176, Appendix C).
  static let expert: [UInt16] = [
    0, 1, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 13, 14, 15, 99,
    239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 27, 28, 249, 250, 251, 252,
    253, 254, 255, 256, 257, 258, 259, 260, 261, 262, 263, 264, 265, 266, 109, 110,
    267, 268, 269, 270, 271, 272, 273, 274, 275, 276, 277, 278, 279, 280, 281, 282,
    283, 284, 285, 286, 287, 288, 289, 290, 291, 292, 293, 294, 295, 296, 297, 298,
    299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311, 312, 313, 314,
    315, 316, 317, 318, 158, 155, 163, 319, 320, 321, 322, 323, 324, 325, 326, 150,
    164, 169, 327, 328, 329, 330, 331, 332, 333, 334, 335, 336, 337, 338, 339, 340,
    341, 342, 343, 344, 345, 346, 347, 348, 349, 350, 351, 352, 353, 354, 355, 356,
    357, 358, 359, 360, 361, 362, 363, 364, 365, 366, 367, 368, 369, 370, 371, 372,
    373, 374, 375, 376, 377, 378,
  ]

  /// String numbers of the ExpertSubset charset, by glyph.
  static let expertSubset: [UInt16] = [
    0, 1, 231, 232, 235, 236, 237, 238, 13, 14, 15, 99, 239, 240, 241, 242,
    243, 244, 245, 246, 247, 248, 27, 28, 249, 250, 251, 253, 254, 255, 256, 257,
    258, 259, 260, 261, 262, 263, 264, 265, 266, 109, 110, 267, 268, 269, 270, 272,
    300, 301, 302, 305, 314, 315, 158, 155, 163, 320, 321, 322, 323, 324, 325, 326,
    150, 164, 169, 327, 328, 329, 330, 331, 332, 333, 334, 335, 336, 337, 338, 339,
    340, 341, 342, 343, 344, 345, 346,
  ]
}
