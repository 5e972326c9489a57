internal import Codec

/// The embedded TrueType font of the demo drawings: DejaVu Sans Condensed 2.37, reduced to the
/// characters that drawings use, without hints and layout tables.
///
/// Its licence stands beside this file (`LICENSE-DejaVu.txt`). Made with fontTools:
/// `fontTools.subset DejaVuSansCondensed.ttf --no-hinting --layout-features='' --no-glyph-names
/// --unicodes=U+20-7E,U+A0,U+AD,U+B0,U+B1,U+D8,U+2010,U+2011,U+2013,U+2205`, then zlib and base64.
enum DejaVuSubset {
  /// Bytes of the font program before compression.
  static let length = 18580
  /// The font program, deflated (zlib), as it stands in the drawings.
  static let program: [UInt8] = Base64.decode(base64) ?? []

  /// One character: Unicode scalar, glyph index, width in thousandths of the size.
  static let glyphs: [(scalar: UInt16, glyph: UInt16, width: UInt16)] = [
    (32, 1, 286), (33, 2, 360), (34, 3, 414), (35, 4, 754), (36, 5, 572), (37, 6, 855),
    (38, 7, 702), (39, 8, 247), (40, 9, 351), (41, 10, 351), (42, 11, 450), (43, 12, 754),
    (44, 13, 286), (45, 14, 325), (46, 15, 286), (47, 16, 303), (48, 17, 572), (49, 18, 572),
    (50, 19, 572), (51, 20, 572), (52, 21, 572), (53, 22, 572), (54, 23, 572), (55, 24, 572),
    (56, 25, 572), (57, 26, 572), (58, 27, 303), (59, 28, 303), (60, 29, 754), (61, 30, 754),
    (62, 31, 754), (63, 32, 478), (64, 33, 900), (65, 34, 615), (66, 35, 617), (67, 36, 628),
    (68, 37, 693), (69, 38, 568), (70, 39, 518), (71, 40, 697), (72, 41, 677), (73, 42, 265),
    (74, 43, 265), (75, 44, 590), (76, 45, 501), (77, 46, 776), (78, 47, 673), (79, 48, 708),
    (80, 49, 542), (81, 50, 708), (82, 51, 625), (83, 52, 571), (84, 53, 549), (85, 54, 659),
    (86, 55, 615), (87, 56, 890), (88, 57, 616), (89, 58, 549), (90, 59, 616), (91, 60, 351),
    (92, 61, 303), (93, 62, 351), (94, 63, 754), (95, 64, 450), (96, 65, 450), (97, 66, 551),
    (98, 67, 571), (99, 68, 495), (100, 69, 571), (101, 70, 554), (102, 71, 316), (103, 72, 571),
    (104, 73, 570), (105, 74, 250), (106, 75, 250), (107, 76, 521), (108, 77, 250),
    (109, 78, 876), (110, 79, 570), (111, 80, 550), (112, 81, 571), (113, 82, 571),
    (114, 83, 370), (115, 84, 469), (116, 85, 353), (117, 86, 570), (118, 87, 532),
    (119, 88, 736), (120, 89, 532), (121, 90, 532), (122, 91, 472), (123, 92, 572),
    (124, 93, 303), (125, 94, 572), (126, 95, 754), (160, 96, 286), (173, 97, 325),
    (176, 98, 450), (177, 99, 754), (216, 100, 708), (8208, 101, 325), (8209, 102, 325),
    (8211, 103, 450), (8709, 104, 784),
  ]

  private static let base64 = """
    eNrtfAl8TdfW+N5nuIkbSiapKm7cDEVQMhlrDEEGkghRjdzMhuSmyQ0iNSVIPUMMEU1EEkpCpNQUaggVU4vSqlaLmmqqPjyv
    FLl351t7n3NvbiK07/v62v5/v7/j3HPO3muvea299qpfEUYIKdEsxCNVYHDnrpN6Dt+IkMoNRkOjEjRJsRpuKXzPge9JcZPS
    Yt28e/eC93KEXl8YH6OJdvG6chOh1hTeKx4GmvxbzAF4S/h2ik/QTT1w3h3gW0cjhNdN0kZp0v49exNCrUbD/NcJmqlJ6F0U
    DN/d4FuVqEmImTQrwwNeHyDkOidJm6KruYDGIOSro/OIQ2NJLv9IXAfcWiBka+1o7exo7TiWz9N/wZ00eJBci1eePExWtEMc
    bg4UT4nnALIRQs7u9mprd2tezePmu3btsllmS4h4zvAuWYVjAOtWvowrZLCAFVurAa/aGg/Nw//8AKDOcR3oDXCLERLTxUqA
    awNwjrwjzzvauvOO9o7sVtuy29OR3fxm8mwYtuj9DlaMW/IObkEOD8VtSOU7S8aSp+8sDSc/4t5+5AfsM5afS7bxWUSDi4gm
    n2zLI5G4kN55OCAfFyGglkfO8nqFHXJEb6DOQFnNu7i4ejZv7mDt4uLp4eXt6W4PH/YwaN28ub2dwoK3Vijs7WDey8vTw4XT
    jsHj9o8buy/62M7Du8cErx42bHXwyU9PHRwzPiHmRLJOS87ijlzHjjv69sP4uFN57of7Xrl7W2jTckv7TgIZqd5RsLGqKY9w
    fpMJo0MjzpFA68Qxo+ORiGJrriuSxQfICjkgNXJF7sBbW0rYvSul69qVMqNuS3k0H3d2x2pbszmxV0BYWIB/WJj/4g0bFy0p
    3aC/5x82OiAwbAx3eYl+15LXszduzM4uKeWW5szJWLEiI3PFzIt79164sHffBU6zImNOTs6c2bkzn/5b0eTC3v3fX9i35yLY
    SldzXYwB3hqhN4ErhUzdG2MvL293BWdhq3ZVAH1E9ce06N6VqVDNGMUHg/wOLBmZ24+sxZ959hI3WIUHV1+f/c4Xk8+Tn9Om
    duh4fP2wFX4Bi98Kn+zJq0esGb3sUJ++XLbhSdiJ5DmEzCDXl4eNwrbfzroa1Wd6r7VHnJwqOnfRjnaPQ5h6Gx7KvI35GviZ
    5GTwiQrJQ66XwgY1oTxz9nY2DmoXztPDxpvrlZY6eeqS9+fNe19hc5O8desW6XnjLj565TI+/DNdmQMru0grbd2b29jbcRZq
    LxtPDy5nSda8eVlLpkyerLD5mfS6fIX0uHsDH7l1Cx+i67y5oXwU6MkaPkTRwhk4El2dnb1FiBdnPorsxwM8yVex5EsPPIDs
    98CdY3En4fKhqsgTJAunnYisOhR1AqeRrBOAqwriw0cUwB9AMogIGkmejtb8cPyIWK0kSvxYFAxnywxnuY5lXEdKfXGNDc5F
    BHwJebvbQ/Scr8zRDSXl5CDuS+fH4MtcHy6T6soWEI7BN0hLLnMdzByB6UxYybOV6iOVlYTQFaimP5cgaxf8DH+dR9xAwU8T
    wCem1VwXXpP9FTyVs25m497VxroZ58p+1WyEG7pw8eKFi+DPtXv3rsEtDienyEm4TwFCd+yB3YtJCplHskgKXoTT8DS8COh+
    DoF6F+gqgR9Ha9HT2Z1q4AZuR/bh/hW4nf5ZmZDiu9v32bkygM4C6IvAyeuQmwDM0wt5s1AF77Pw9KK+SMNYweFIbpp+UxyO
    7TTKJzdtZOWkxAOBXz55K8jhX2VlZVPw0h4JK4dMye0/4GSXrrcPjV2f1IrcBewLQU4M2N8AKWlCECDOaL6Qwk+t9pRfzIlx
    P2csJ/f1I7dH+O2I3LS9ZEXBh/Oyl88fVhYXt3P46YezeOc2h5dceujsXNWla272nBUlU5JS0p1cdqhUX257D1I6R/O00BE0
    wDHvhfTobk3TLvUB7hPiiU+8eePAgZ2GNaKz/jp/Su++gRTjiCrJC67zv8DKVpKVrSlPyN4O1WUbuD3GfW64+EbgG1exBXn4
    eOSW8BEfRRRUVBQMWTpMPFdGljVtSu799C/ySKU60eXNioKCCicXytls0Icjs7tT3QxlywKe4ylBGjLMAxAohIuYlp09LT07
    +97AhQN3VDbxLI44cffRyTuPcaeagQv5nnvWrtm7d83aPVzabicX8pDcH/UOuX/3JvmJeUQkXt+ayrUSrPwryKVgcoEzOq7k
    I8ir+/HnhnTxXOiz2WIH8NPpwJ0D407Nsrt5pjRmJuoNzWszpq1drVK4oRk5ORmQF8nx1Iwbxz/7MUOXufz+Dz/cz+mXMTl1
    zpzUyRnckfysrPxV87LyQ1XbZm0/c2b7rG2qtkezv7t9+7vso1ijy8jQwS1lTcEWeHmVasqb6d7GluZJmoRYrFCjYCNtYPRz
    H6Ygj2LN53cfnbjzmJyt8VmIW4Pq0kGFbUA9uAm2CR2Lm969iZuzwCkib7fmVhpVCFTPg9S5glraf73ZXm2vPl9ZSWNaUBO6
    89I8wSAa0fzGIFi2qKT5AmAM35lyRhUKF32EEqr1Rpw99sSij34cv6Z6hpDBPyBLyfIK/GUJ/hKwVuEI0YdfK1cT4Hn0qhIy
    KGj1DH7thgdldfHZemKKkIHwRfyDCtK5hHSuwAnUy6BG4oNAdzzVHa04bNV0c2kosC0UENwKexyxa9fWcvcRI9w7TdYMXjN6
    5OaxJZ/1GxHYQW0hKgjBS/NjMkLDPMO7hCUOGrCve7dDRX7zQ0M7e7aw7+VBKU4jBYpt4lrwHD8Q3MwnsEJ2FLqpebpLZYCr
    ixPlQtpWWFR5OyggNTi5SluMl5N7VwEm7JshC27zLK12ZkZiwiz8k9eCd1Z9eij/nYWeszNXdO8eTv5dqD0Zuqg4PjL86SLd
    lfAR75Jf55eQ8ykpU6e9q8NdyirxYO2AweSanmuR/eG6xQvXryO+/kOeHj/+bJhfpkHV/PLWifuGZy7o1zeW7Py0iPw0IT5h
    1AitJi5z+nQ8ZH8FHjp9Ztbm4sib6eQpOaMAOV+BzPIDyyyQXTHvSBM7FF9qbvKv+D5Zc5pD+9MNa6cdFF8xtOA3P+uAZ5LZ
    tG7aCesSYZ0l7G4qtidJCjK9ODuah5YjnojVyxctWk4u4SZzMzPnkt74zJmrKUlZOY+ukdbcZ4ZLWQsWzuViyVva5HeTSg5u
    nb/WTnXig+Pfg5fEQ+R8CNZvAXSkrMJ2Fy9ve7CFCkHgAC3hw7FnUm8+enQz9czYcd9MJl9AeRGOu079Row8Ny6cHCPnyXfk
    WPi4s76+uAjH4XhcNBikBjnE1rIcIIW7hM7ZUXoC2xdwc8wTA/mJaHEqzsIJ4ObpZIHYuXoKfhV3wm7YoYSsJLOgMMkFXqle
    HACflZxv5XsnP8IQw80yzOLK9YU0nw4qM1wvk+D5TwC+kRm8eicvGLZx9oa7FRTUt8zgLWvBAFqATO7M9n4z4R3M1SIMId/i
    S+PJEnKErMZRuGfmP6Njrk9//OTJY83Kc3hpiWFm8EichxNwIs7zHfTtuAhQ1pfkK/KFM5Il2ClLABst1CqsaN9ZweVUVBgm
    AUuGAi76WQfumKG7DI8nSlUBwAMcQDyjFVfNGhLLZiRMzRTy7riz4pOTPt3SogBsOXn4S1nuIZnqZWmPB1jwQkjpjOjbP4Hi
    Pr9vSKeE53NTDL7669xpQxdZd09hjShxClqu4Bbr9wFeKASkeTED5htT3cKuSStChhU3xaPwaNx0K1lfQdZ/LJ7TW/JPnnUQ
    2+iRgJ5dNWphs2wXd0yVQBc+4kI+fmQohxXVbYSrzzoIV6vb0GwBthEHNFj9SBZiv9w3R+/cOXr09u2juCUOIpvJDbg+wsGi
    H9kNbzfJbuyLX4M533XkbVJIczleBxsebHlI8lThVeaptsxT64SZGooBPPHHmQsWzASl51+7devajxViZ8PpZVnzlpVcv3Dp
    mmED5ZM8kflsVZdPW6lmr+WWM3Hb/f6FY63bNJV4Be6A933Ps/zsNLl0n+PweqyhDDMB9GSxzPdJ4NuWVmRQMznY0jOWmlUv
    jHeTLHzXnondPjlc3n/6pKMVOP/WtVTD8R/nzJs3h9vXfMkMEo9n5kYa5ovnvjm/aA8XaLiXBXmE2orWnh1AKldjfmAHNIfn
    yzNXV+Omz38ft3vkijUTcxNOfkqqDRHfpmi/jltVNm1B4smd1RfHHRbXHfH2mjU5KqZNiw7fVXx35c3OZ3wGvT8j8b02r3Y8
    uOnojy7Uv6tBMurfsMPxckkuCklEXUHUELfPzons3FEM3K0HKGvmpdJOAv5Ed3tkXbxr9ZYtBbtAVTVED36Y+uDs2Qf8Av1Y
    cpF8g9tjWlSZcjTskjQ/w1+uqaGmEpfhTfuhvj9X7SDcYRGHeiOkuCZ7PANkdTpW994NVnrtJBjqtd1kC/W7qz/COhvhHr3B
    85s9e8BOLOaxj6UohL+6KhyAh1eR4fhUFRQZmYfxFfnw7q5/wqUb5vLUnWr0sHoC81DEs9WgEeEw1uHkw8SJhm8+F6t/aOjO
    HaO0ggG6wJT5MC3VsWO80Ea/hY+t3sWP0B8Wz+VXa8vyhaXy6e11OKdL1QStURwL8Yzz50mGwi77qT673vnEFrjOYwcUej5R
    LIfZ7ewUZyf1IRxh51Z7cl1IxrffKuye/JCtELJpPcJvgFMW07QsOj8W39lJdES3E98BCc7iBSSVna9q7pFWfDkpZ6ch4J0v
    1/cn5dkUS57wgPNVxLIZW8AylPyDXFDEkn/gyRAPWqjIDwnpkOmczStST29gyFRbuNepa7ipn63SRf+jpKSk28b0VRXXr93O
    fT90nd/bm0ZcOM+5x6ZHpny3o52fYXZZrObTtfsP2sxc0KlTmaurHqiVgvd1BKmtWPQZK0sgiFlhzo5mLq5Uofzs3Mw5ublz
    MnMNpzyKtLtv3NitLfIoLeU6n7h16wTcXFC0huwjT+Dap4neAEhB1liQJhOkaWEee8a9uS2SSn4+c9Ai37Xbtq31XTTIZ0Xw
    j+QXKFn9lwme5R06XD916nqHDmVOTvgt/Aq2wT3UwDXFehcINGNc0+zLVCPlq+bm5RjvU1LiUZS068aNXUlFBIEIK1eCCHwF
    F/705w3RGjwQW8I1UEPsZTGQhF9oDFzboZbMes3rs2xjwWSxEBobFFafrIvYPjpsb8RDcgtbXT/xzxIuZ9qC0sZc+JjKYx4e
    m9u74W5YiW3hEH/p8ModmwupXtoDmXKQgOZqe6oVeylDwBZI7cuVF47xwdbkfklRUUGZwi5veHxUtr4z/2V2wF524oslofxd
    4NCKnTTN7OYgWUzOaeZqgWqU91kxb25Oztx5K0pu/Dxq1ZAhi4d+uNa9OGnPtWt7kordS7jexy9ePH7s4sW75Bq506r1drf2
    +w+8HRWJe2AeC7hHZBStSUohfn+ReQeWJeLWtMvHvJH/pSRJO29VaWnPNRM+2s6tM4zlCosKK9cZshR2hsKY6PuU/82wNhhw
    SPU/rSGgat+8Hv4IEdXFCrs7iKu5TEIZjBVqKuVGY4UgwS77sI9buA9bsPCbgwWaPMUbdyTuBBdYVbdSKC3F97423OE6nieo
    VGGnH4+vG34xlHNqwyVYU8sN4wX4UNg9Zb0dwKaIAz23hQ/pDGEuca3o9pLolX3KUws3lcZOmJVbEjdx5orS0u6FCYn5/Pz3
    Jj+6RhWxpoAqgitcu+rAh4YsIWJzXOR7yKhToPOcTu1/Q6eAgqpU8lmeeYRD/V6gWYfFY+6q/Hlz8/Pnnv/11/PfPXrEX771
    2We3bh8/dqeAHCc/k3+SY7g7+Kod7kazAwkVOgJOFmfOJnbktFAnXQSUlpqyAq4xpooNhs0KZZlZXsB3jWFm7sOvN3CGqvVa
    WlsZA5fzMEWzR0mJKfcYNpuFcnTZ08eyTrnHgJ9W7i71FOrAPX69v+uiXOB6wxTr9i34HTbWJyoN20CdsVGiCKujIcfEwuoG
    qgbFi6qGNwetHJH+Xtjcbltzfjg04mPN2G2jUme8nd89f/7nn4xdK/TZ/MYbISF9hzi+0j5vfkGFWl3p6Rk2Ythw56ZOKzIK
    y1sD1a7Ac6lYKPkBTQmgFvB2yPo0NVjjIDySbBoQt2nTgWVpaWIhOZRtKJ4fkF/0FReRjd+ikbUa+L7DPMmO9unNSgp5/8Cr
    1ydps1aVlPQqmvDRDlyM93AlBk1RUeU6Lr26uDw26gG/Qd7rGwsR7OwtFQreW3BP3PNjMu+qEKEP4curi6mW/aGKzgU4VlPY
    sr9wROTV/iWnv6g6/UUJeVL13fdVsCKXn0Dv6mI+Vz+BrvQECgpYaUW7BWw3pdHK/0KW45lV5AL5vgq/T/IOYytsJUQYLhs+
    xbuJLzeUa07exXQf9QbvpBxCdhAVcm7w9mZVDTdi0NykOZqBfp1ak3iJ7fjj0/J954UIAfocfhKsDoSImwqr69QXsbyNYRmX
    qP+W0xo2CBEb9BeWb+CdAfom2cZvhgwBBZfIzFHbzWP7sZTDpfMsjQh+c7crH2hmeXvPjvjgSrfeM/2DoqJH+M+sXJJz6f5K
    XXbKigeXlmePXvRk9eIWLRcXPFk0Gmj8RFrhTEUrU3c6M0/R6gmtlurSd5CJ0t65kQuJqIkLtfpmnxn+I6KB5Iw+3a+s1Mzs
    1m2mZuWV7pWh2U8KFrdssXj1k8WjspdferAiJVu38v6lHNa9wWdFH74Lq/3ZXufqQi9TneHQnF5AXfQJXzM6KlMpKposDBme
    HzZuzaiouZaiRZMFI/0/4LtsCxzYU+B48S3/4G2BPr3Yq99LOsoc+phP5X5i547XnvvvGA5mzTd8yjcqytc3Knpw94ku7duV
    pKWtXS9qtcMDExICA5Nmd+nUMbn/nF07subtoZFQ2xNvWrcrTo1t1hknStpUEgUyvYxMx5llOLO6pAy4HFuzRwxQOICH2CJa
    PmPWk7Om7Rx2moZ0YOHCeUonbG8Hi+Y29vAOqcHCVehtSO+2dOTR206TvJeGHr2jVk8dNJgej1KPBSwbmzfIlx7vUo4FLRsr
    jNZv6zuAHpOSdu/uO4Cem5L2DSyMxZbF9KDkP+xA2NE48pgd94YNOzD6xXqsqTHO2ChQDJJ6+Hf4vlyaCZK7aXiNS1sC3wtr
    fhb3iJuhvmlHIx17u1uApptxArO6hdobhGxm40SNjvGb1AkECwUFAS1QH3Dy9qIgQtbwiJTwt8bsIFUlGwu7ur0bnte9fdg2
    3GtjSVEzQ0tuY5PM+QvIs6G+GPs68s0MI9TtMhbMx4qhQ6Hs9RB7Jq4OnraNzCKrK8e1di34qn/IVjwLR1WOU1bf4ddbBqxe
    vnTVqqV9+YH6oDavBkpf9L/jIDQe8o4Ip3HMvmr/SN/2cHVAfVA6OobtQY1JeBHeiE/j2/gJJ3LWXBvOn4vmlnNfcHf5lvwo
    fgL/MX+X1ws2gqvQQwgQsoRq0UH0F9PFD8W94hmFoHhd0U7RRxGmGK/IUhQqzigeWrhZvGORZ1FuccrimiVn6WjZzTLQUmOZ
    ZJlh+YHlessdlncbtWw0qNHkRqWNjilFpauyuzJEmahMV25RnlE+s2pnFWY11Wq71ddWTxo3btyu8ZDG8Y1nNt7a+EDjfzVx
    hKtTk7AmaU2ONPmqyfdNbr0yiEnFhe9+OPHI/XFNez1CrSyZuFfeLBhlfNasIa0U1+BcoYKcwUnqEILQ29wQWHoNN+cD0VaF
    JVos5KA8xbcoRlyNdPgZ2sqdRoVwL+fzkBfMVwH8Yi4PjYHnES4BcOSgNLg/hzsL7oVwj4Gb4pkF90q4p8OtA9jzcC+mOIw3
    /xWaY+EO639GrwgP0A7RAsWJC9AOYSHcTvCdA98T0A6uDb1r1gi7YZxDOxReMBcJdxmKE0ZJTxHB3DLAFVNTLfqgYorTojXq
    LdxDXjBmgGcQk4W2hE+j7Yx+Xs09kCtPGI8SYW0p/wjFwDNGSEQx3PuoPXtfgkpBXR9xqOay0EF6t+BRKR0X4hh8KYXjHsH6
    gyiK+wp1gbkCoT/yEq8jf3h60nf+GAoEPdwE+j/Rp6xLRHUJPGyh3yDH20y30tgYhQ9aQG1rkUAg61q416yp+V5xrZ5PU2/H
    fAleAv6ORHcxD9y8tfTkv0WxnA3QsFIoeEuB44RZtPuKUF/j0uGxPtHwpWorKuyIHc63SMDXI+B4erlGBqCeQlfQ6hezp4Do
    vxGwgaqPh9kZqBh9hLai8yprlW1bsaaG/XsAOvYxjDWTxmqu1hys2VGzrWbhlZFXQn6Iek4C6Y8FGkOpCLDn4jcZXfoOpyH4
    kt45ZImNMILZuAK54Ej5vYlzD/y+/P4Kinc5hAYgLUpCaSgZNBWH4pEOOHwDRUFuU0FF9SZc7vAWCRAq1B9gdCgF7mTIkhqU
    gNxgdAhKBPhO8NYPTYJLhYJMuFLYVww8Y2DNZPiNBkjl76DqZaIaApQmA60JsCYRoCkfGljzn1EcCG8TYF0oSgWIKIDVMGwx
    bIWGSaQCLInwmwQwkYB3PMCpYL0WqGvYXH08wQwLxTCAcRcNs4mMdjRwqYVrYp0VRvjnoQexEV0dbowaeV7vdI6ui2FaigFe
    tWgKwFKd/DGSUkyDYSYNYOLZyvEwlwQQycAH5ViFYuFdy7jpx7BOZmMvlqPWkql1LPkiaZRwNSR7KLOtBt7Mtfa8TylRx//D
    pfxdfvrHR4fqN2QeDzNK9qZjI9SLEpiuJ8KYFsX+Ji9UsuEMXwLDlgK/WuYP4xlP8WwuRpYrjlFJlK3uJttdspZETfKxZOZj
    bowvLbN+IlufxLClyBS0gFUn+9h42Qs0DIekaaWMU8e4qO9PUQyO+qGE3YiBQku8S75sjCtqrbZmXtKWWU7DYo8+UxhfUbBG
    I8unZFEQBR6awLDo2IxRP7HwNkmOpDdMPNZSoBmB8q8D/5W8n1Ks1QkdSWJREw0UothqIzfRTAId87VImNWxWYmG8iUU3ORo
    jgLOUhkWSSdTmA/EA3QqWzeJRfD4ehIZZUiu45USt6lMh25m1qHvCcyekq2VZhkkBVa7vUAON5OcnVkGUTHMUjxIuMfLWq1r
    /ZdLbdScxG2SyaN1jK9ar6uVaArTR8LvomCMhliQIZl5awpbU0sxmv1SGm7sSTUxASCiGD4Jxmg/6seT5MxmtFCUvAuMN9kj
    BfVg0Rkic6cBjFqWGWptYJ6LajXwfCZIBHidHA0pdWCNsZLUYA4wX6diMmsY50qWm+v6mqQNaS/RvMSeFLOUL5KZB2llDf9e
    a1OYNMZvLMsCFHenOpp62VqqkzR5b5GoU53HMh6jZU+axPw02TQicUp1Gm1mc3OvM+6gGrYjjmc5YxL7UpokimacUnslmmkj
    rs6+KlEy5lAN8x7Jd4006usn5TdlMnKplCWo9TANs9Hv56Aunfr6aIg3N9nek9i68S/I5kqTdZJZntWwvFKL1ziSYvJIY7zU
    3z1i5DwXw6QwUprCpIpm69s2sB+2Ncldf4US5oy7bVszL5Nixq/e/hLJ4l1rxmuqHAdGP5kMs+Mb0FgMmsr0nChHchJc0u6l
    YRk1xrTC3O4Sz8YRZYOREs8yvIo9U2QeY5gnvchPjLmuodwdzXYCqVo111dDWlWaac7chv/bWE1hWdO4V9dGmzGSNGxfM9Ye
    yfKKuhiTmEdPhN842WLSfki9SmnKqv/NTPViqSLlGNHJ+2GsSVO+yIfRCUQB8EXpBMJXCBoFdWQQmxsCYyqo44JgJhS+BsLo
    QGaXfmyGzrdl0TgK3inGQDSS4ZJwBMEvxR0GIxS3in3Tr2EAHwC46FofONEOZxSD4VICZBDD7Q+jfvD0keHoigEwMhK+6ftg
    VoVK9AJgVQiLHbqO8iJxGgLjtVTrcjWEUTRy5g9fQYDfV57tB7iHMHyUfzdWH9H3AJlPSXNBDDvVEcVMcQ4AjvzYFx0dCc/h
    ABfM9NmPySxxG8BkGATzkiw+jAPJEhJHA+A5HGhTiMHAVwjTAqUUIkO6MTtSeQay9ZTqMAYlcRYoWzmInQKMWDrJupT4oPoP
    NVEOZvL7waVi8ofASAizTT/Ab8Rr9J3BDAPlW8m0MZLJ14/pIZBR6M/gqBapPv1MHhdkZpUBTF/Ubm7sbNmPSTLYZJ36khix
    mVunIe9QmigMZvL5ME35Mehg0KMPwA8xjUj+OITJOkDWtYRT8nvJJ/zMtDuAyUgtOwKo+sg+1Y/prq4U1E6jGP+1UkgW6Cf/
    DjDTWa31A2TrGvkJYZRDGtDKKBaLPgyqH7N1sClGBrH49Zc5H2nysNocMFL2z0ATZ3X1a4wjI9zvyR0SLiPtuhYcyPzJT+Yw
    2KQNCUL5ErxS7vKBfS2KnXN0prxdd+c2rxprq1HzutPNLNeaVwJSFh7MYBPqwdWOSqclac+qPeuY124NnbCNp2O3OlVvbfUh
    5e5UuV9TW/VGs/pcqgFTTFWJltWBWlNlMoXNxpidVqTeibbOOY9S1rC9381Ey7gXac2qnGjG9SSZWkoD2nzxDqV87mSYxPZ7
    icoU9q6TKxMqX6oMS8en1TsNJ9c7TdXaQNWgDYyyNFQ5mOs/mdk7ST5LjWcapvVkJxlvsulcVqsTqoFYNpdQz+q13kex9Xiu
    q6BjFXEt59FM10qGK47RVLJ8Zexx/fVdpz+6O/p36gcp6/SDVH9aP0jZYD9I9Sf3g5S/qx9Ut5KPMuMp5blzxu/roDbUYVH+
    ZX0l1XN9JeX/7yuZ9ZWUdeLh/72+krLODvvX9ZWUf9O+krLBvpLqT+4rKV/SL/hz+krK/7ivpPqv9JWUL+grvWj3fXF3STqf
    S5XE3627pKzXXVL9hd0l5Uu0qzLT4N+7y6RkPqb6G3SZlH/jLpOyXpdJ9Zd0mZS/2WVS/WldJuV/0GVS/de6TEqmg1DAOpRx
    K2m7H8z/eb0jZYM2/6t6R8rnekeqv6x3pHxh70j1J/aOlP9B70j1l/WOjJn1xTvK8x0f5f+i46P6L3V8lP+njo/qD+r4KM06
    Pi/rO/wRHRrdc/j7mnUalIwO/erETiw6kKgHnAE7Mz1NYGtTYS6FSZzM/CJW7ufEwDj1Ix1AU71MhLsz4y2aVU2dWP2aBGN1
    qzFe+od4Nefp/zPi+T//A1ru3ho=
    """
}
