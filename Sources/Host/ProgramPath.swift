import Glibc

/// Where the programs of this installation are.
package enum ProgramPath {
  /// The program `name` in the folder of the running one: PATH has no say in it.
  package static func sibling(_ name: String) throws(HostError) -> String {
    let path = Files.folder(of: try running()) + "/" + name
    guard unsafe access(path, X_OK) == 0 else { throw .cannotStart(path) }
    return path
  }

  /// The file that this process runs.
  private static func running() throws(HostError) -> String {
    var buffer = [CChar](repeating: 0, count: 4_097)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { throw .about("/proc/self/exe", doing: "read", errno) }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // So the kernel says it after an upgrade has replaced the file; its folder is still right.
    let replaced = " (deleted)"
    return path.hasSuffix(replaced) ? String(path.dropLast(replaced.count)) : path
  }
}
