import CPublic

print(public_file_at(0).map { String(cString: $0.pointee.path) } ?? "")
