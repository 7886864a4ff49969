import FuzzTargets
import Glibc
import LibFuzzer

/// Runs libFuzzer over one target: `coffer-fuzz TARGET [libFuzzer's options and folders]`.
@main
enum CofferFuzz {
  /// Set once, before the first run.
  private nonisolated(unsafe) static var chosen: FuzzTarget?

  static func main() {
    let words = CommandLine.arguments
    guard words.count > 1, let target = FuzzTarget.named(words[1]) else {
      for target in FuzzTarget.all { print("\(target.name)  \(target.about)") }
      exit(words.count > 1 ? 2 : 0)
    }
    unsafe chosen = target
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe []
    for word in words.prefix(1) + words.dropFirst(2) { unsafe arguments.append(strdup(word)) }
    var count = unsafe Int32(arguments.count)
    unsafe arguments.append(nil)
    let status = unsafe arguments.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      return unsafe LLVMFuzzerRunDriver(&count, &start) { bytes, size in
        unsafe CofferFuzz.one(UnsafeBufferPointer(start: bytes, count: size))
        return 0
      }
    }
    exit(status)
  }

  private static func one(_ bytes: UnsafeBufferPointer<UInt8>) {
    do {
      try unsafe chosen?.run(Span(_unsafeElements: bytes))
    } catch {
      fatalError("\(error)")
    }
  }
}

/// For libFuzzer's own program, which the linker takes along although ours is run.
@_cdecl("LLVMFuzzerTestOneInput")
func unusedInput(_ bytes: OpaquePointer?, _ count: Int) -> CInt { 0 }
