import Foundation

/// What `strace` saw a process write, and where to.
struct Trace {
  /// Bytes that went to a file or elsewhere, in one call.
  struct Write {
    let place: String
    let bytes: [UInt8]

    /// Whether they stay: sockets, pipes and devices keep nothing.
    var isToFile: Bool {
      place.hasPrefix("/") && (!place.hasPrefix("/dev/") || place.hasPrefix("/dev/shm/"))
    }
  }

  static let command =
    "/usr/bin/strace -qq -y -xx -s 2000000 -e trace=write,pwrite64,writev,pwritev,pwritev2,"
    + "sendto,sendmsg,sendmmsg,sendfile,splice,copy_file_range,mmap"

  private(set) var writes: [Write] = []
  /// Files that are written to by way of memory, of which no call tells.
  private(set) var mapped: Set<String> = []

  /// Reads every record in a folder.
  init(folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      for line in text.split(separator: "\n") { add(line) }
    }
  }

  private mutating func add(_ line: Substring) {
    guard let from = line.firstIndex(of: "<"), let to = line[from...].firstIndex(of: ">") else {
      return
    }
    let place = String(decoding: Self.decoded(line[from..<to]), as: UTF8.self)
    if line.contains("mmap(") {
      if line.contains("PROT_WRITE"), line.contains("MAP_SHARED") { mapped.insert(place) }
    } else {
      writes.append(Write(place: place, bytes: Self.decoded(line[to...])))
    }
  }

  /// The bytes that are written as \x00 somewhere in the text.
  private static func decoded(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"), rest.count >= 3,
        let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
      else { continue }
      bytes.append(value)
      rest = rest.dropFirst(3)
    }
    return bytes
  }
}
