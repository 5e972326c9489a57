// A table of data: one case a line, long lines and all.
// swift-format-ignore-file

extension HTTPCases {
  static let conditions: [HTTPCase] = [
    HTTPCase("9110 §14.2", "one range", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\n\r\n", 206),
    HTTPCase("9110 §14.2", "several ranges", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4,10-14\r\n\r\n", 206),
    HTTPCase("9110 §14.1.2", "a suffix", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=-5\r\n\r\n", 206),
    HTTPCase("9110 §14.1.2", "an open range", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=5-\r\n\r\n", 206),
    HTTPCase("9110 §14.1.2", "a suffix longer than the whole", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=-999999\r\n\r\n", 206),
    HTTPCase("9110 §15.5.17", "a range past the end", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=999999-\r\n\r\n", 416),
    HTTPCase("9110 §14.1.2", "a suffix of nothing", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=-0\r\n\r\n", 416),
    HTTPCase("9110 §14.1.2", "one of two past the end", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1,999999-\r\n\r\n", 206),
    HTTPCase("9110 §14.2", "an unknown unit", "GET / HTTP/1.1\r\nHost: a\r\nRange: lines=0-4\r\n\r\n", 200),
    HTTPCase("9110 §14.2", "a malformed range", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=a-b\r\n\r\n", 200),
    HTTPCase("9110 §14.1.1", "a range backwards", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=5-4\r\n\r\n", 200),
    HTTPCase("9110 §14.2", "HEAD heeds no range", "HEAD / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\n\r\n", 200),
    HTTPCase("9110 §17.15", "overlapping ranges without end", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-,0-,0-,0-,0-,0-,0-,0-,0-,0-\r\n\r\n", 200),
    HTTPCase("9110 §17.15", "too many ranges", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16,17-17,18-18,19-19,20-20,21-21,22-22,23-23,24-24,25-25,26-26,27-27,28-28,29-29,30-30,31-31,32-32,33-33,34-34,35-35,36-36,37-37,38-38,39-39,40-40,41-41,42-42,43-43,44-44,45-45,46-46,47-47,48-48,49-49,50-50,51-51,52-52,53-53,54-54,55-55,56-56,57-57,58-58,59-59,60-60,61-61,62-62,63-63,64-64,65-65,66-66,67-67,68-68,69-69,70-70,71-71,72-72,73-73,74-74,75-75,76-76,77-77,78-78,79-79,80-80,81-81,82-82,83-83,84-84,85-85,86-86,87-87,88-88,89-89,90-90,91-91,92-92,93-93,94-94,95-95,96-96,97-97,98-98,99-99\r\n\r\n", 200),
    HTTPCase("9110 §13.1.2", "If-None-Match: *", "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n", 304),
    HTTPCase("9110 §13.1.2", "another tag", "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\"\r\n\r\n", 200),
    HTTPCase("9110 §13.1.1", "If-Match: *", "GET / HTTP/1.1\r\nHost: a\r\nIf-Match: *\r\n\r\n", 200),
    HTTPCase("9110 §13.1.1", "If-Match of another tag", "GET / HTTP/1.1\r\nHost: a\r\nIf-Match: \"x\"\r\n\r\n", 412),
    HTTPCase("9110 §13.1.5", "If-Range of another tag", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\nIf-Range: \"x\"\r\n\r\n", 200),
    HTTPCase("9110 §13.1.5", "If-Range with a weak tag", "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\nIf-Range: W/\"x\"\r\n\r\n", 200),
  ]
}
