import Foundation

/// The memory of another process, as root can read it.
enum Memory {
  private static let page = 4_096

  /// The forms in which a canary lies in it.
  static func found(_ canary: Canary, in process: pid_t) throws -> Set<String> {
    let memory = unsafe open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
    let map = unsafe open("/proc/\(process)/pagemap", O_RDONLY | O_CLOEXEC)
    defer { for number in [memory, map] where number >= 0 { close(number) } }
    guard memory >= 0, map >= 0 else { throw Trouble("no memory of \(process): \(errno)") }
    var found: Set<String> = []
    var pages = 0
    for region in try regions(of: process) {
      for run in resident(in: region, map) {
        var bytes = [UInt8](repeating: 0, count: run.count)
        guard unsafe pread(memory, &bytes, bytes.count, run.lowerBound) == run.count else {
          continue
        }
        found.formUnion(canary.found(in: bytes))
        pages += run.count / page
      }
    }
    guard pages > 100 else { throw Trouble("only \(pages) pages of \(process) could be read") }
    return found
  }

  /// Runs of pages that are there; most of what a process has reserved is not.
  private static func resident(in region: Range<Int>, _ map: Int32) -> [Range<Int>] {
    var entries = [UInt64](repeating: 0, count: region.count / page)
    let size = entries.count * 8
    guard unsafe pread(map, &entries, size, region.lowerBound / page * 8) == size else { return [] }
    var runs: [Range<Int>] = []
    // The two highest bits: in memory, or swapped out.
    for (index, entry) in entries.enumerated() where entry >> 62 != 0 {
      let start = region.lowerBound + index * page
      if let last = runs.last, last.upperBound == start {
        runs[runs.count - 1] = last.lowerBound..<start + page
      } else {
        runs.append(start..<start + page)
      }
    }
    return runs
  }

  /// What it has written to or could write to; what it only maps of files is no secret.
  private static func regions(of process: pid_t) throws -> [Range<Int>] {
    let maps = String(decoding: contents(of: "/proc/\(process)/maps"), as: UTF8.self)
    return maps.split(separator: "\n").compactMap { line -> Range<Int>? in
      let words = line.split(separator: " ")
      let ends = words[0].split(separator: "-").compactMap { Int($0, radix: 16) }
      guard ends.count == 2, words[1].hasSuffix("p"), words.last?.hasPrefix("[v") != true,
        words[1].contains("w") || words.count < 6
      else { return nil }
      return ends[0]..<ends[1]
    }
  }

  /// A file of the kernel's to its end: Foundation stops at the first short read of one.
  static func contents(of path: String) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var whole: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(file, &piece, piece.count)
      guard count > 0 else { return whole }
      whole += piece.prefix(count)
    }
  }
}
