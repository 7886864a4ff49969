import Glibc

/// Strings as C takes a program's arguments: a list of pointers that ends with none.
@safe
struct CStrings: ~Copyable {
  private(set) var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    unsafe pointers = strings.map { unsafe strdup($0) } + [nil]
  }

  deinit {
    unsafe pointers.forEach { unsafe free($0) }
  }
}
