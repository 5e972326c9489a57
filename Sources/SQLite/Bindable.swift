/// A value that can stand for a `?` of a statement.
public protocol Bindable {
  func bind(to statement: borrowing Statement, at index: Int32)
}

extension Int64: Bindable {
  public func bind(to statement: borrowing Statement, at index: Int32) {
    statement.bind(index, self)
  }
}

extension Int: Bindable {
  public func bind(to statement: borrowing Statement, at index: Int32) {
    statement.bind(index, self)
  }
}

extension Bool: Bindable {
  public func bind(to statement: borrowing Statement, at index: Int32) {
    statement.bind(index, self ? 1 : 0)
  }
}

extension Double: Bindable {
  public func bind(to statement: borrowing Statement, at index: Int32) {
    statement.bind(index, self)
  }
}

extension String: Bindable {
  public func bind(to statement: borrowing Statement, at index: Int32) {
    statement.bind(index, self)
  }
}

extension [UInt8]: Bindable {
  public func bind(to statement: borrowing Statement, at index: Int32) {
    withUnsafeBytes { statement.bind(index, $0) }
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  public func bind(to statement: borrowing Statement, at index: Int32) {
    if let self { self.bind(to: statement, at: index) } else { statement.bindNull(index) }
  }
}
