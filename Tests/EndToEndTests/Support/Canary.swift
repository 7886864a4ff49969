import Foundation

/// A secret that must be seen nowhere, in all the forms in which it could be.
struct Canary: Sendable {
  let text: String
  private let forms: [(name: String, bytes: [UInt8])]

  init() {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
    let random = String((0..<26).compactMap { _ in letters.randomElement() })
    // What URLs and forms write differently stands where one of the forms must meet it.
    let word = "cnry" + random.prefix(13) + "+" + random.suffix(13)
    text = word
    let bytes = Array(word.utf8)
    var forms: [(String, [UInt8])] = [("plain", bytes)]
    // Base64 depends on where in the text it begins; the edges depend on the neighbours.
    for shift in 0..<3 {
      let whole = Data(bytes.dropFirst(shift)).base64EncodedString()
      forms.append(("base64", Array(whole.utf8.prefix((bytes.count - shift) / 3 * 4))))
    }
    for (name, code) in [("URL", "%2B"), ("URL", "%2b"), ("form", "\\u002b")] {
      forms.append((name, Array(word.replacingOccurrences(of: "+", with: code).utf8)))
    }
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    forms += [("hex", Array(hex.utf8)), ("HEX", Array(hex.uppercased().utf8))]
    forms.append(("UTF-16", bytes.flatMap { [$0, 0] }))
    forms.append(("UTF-16, other end", bytes.flatMap { [0, $0] }))
    forms.append(("reversed", Array(bytes.reversed())))
    self.forms = forms.map { (name: $0.0, bytes: $0.1) }
  }

  /// The length of the longest form.
  var longest: Int { forms.map(\.bytes.count).max() ?? 0 }

  /// The forms in which it is in there.
  func found(in bytes: [UInt8]) -> [String] {
    forms.filter { Self.isIn(bytes, $0.bytes) }.map(\.name)
  }

  func found(in bytes: Data) -> [String] { found(in: Array(bytes)) }

  /// By the C library: Foundation is too slow for the memory of a process.
  private static func isIn(_ all: [UInt8], _ wanted: [UInt8]) -> Bool {
    unsafe all.withUnsafeBytes { all in
      guard var place = all.baseAddress, let first = wanted.first else { return false }
      let end = unsafe place + all.count
      while unsafe end - place >= wanted.count {
        let count = unsafe end - place - wanted.count + 1
        guard let next = unsafe memchr(place, Int32(first), count) else { return false }
        if unsafe memcmp(next, wanted, wanted.count) == 0 { return true }
        unsafe place = UnsafeRawPointer(next) + 1
      }
      return false
    }
  }

  /// Every file below a folder that holds it.
  func files(below folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.flatMap { name -> [String] in
      guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { return [] }
      return found(in: bytes).map { "\(name) (\($0))" }
    }
  }

  /// Every file that lies in a folder for temporary files since then, and holds it.
  func temporaryFiles(since begin: Date) -> [String] {
    ["/tmp", "/var/tmp", "/dev/shm"].flatMap { folder -> [String] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { name in
        let facts = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        return facts?[.type] as? FileAttributeType == .typeRegular
          && facts?[.modificationDate] as? Date ?? .distantPast >= begin
          && facts?[.size] as? Int ?? 0 < 64 << 20
      }.filter { name in
        FileManager.default.contents(atPath: folder + "/" + name).map { !found(in: $0).isEmpty }
          ?? false
      }.map { folder + "/" + $0 }
    }
  }
}

/// Looks at the arguments and environments of all processes until it is told to stop.
///
/// Those of the two programs are seen by root alone.
final class Watch: Sendable {
  private let canary: Canary
  private let end = DispatchGroup()
  private let found = Locked<Set<String>>([])
  private let isOver = Locked(false)
  private let rounds = Locked(0)
  private let programs = Locked<Set<String>>([])

  init(for canary: Canary) {
    self.canary = canary
    // A thread of its own: the shared ones may all be waiting for processes.
    end.enter()
    Thread.detachNewThread {
      while !self.isOver.value { self.look() }
      self.end.leave()
    }
  }

  /// Where it was seen; and that there was a look at all.
  func stop() -> (found: Set<String>, rounds: Int) {
    isOver.change { $0 = true }
    end.wait()
    return (found.value, rounds.value)
  }

  var hasFound: Bool { !found.value.isEmpty }

  /// Whether it has looked at both programs while they ran.
  var hasSeenPrograms: Bool {
    programs.value.isSuperset(
      of: ["coffer", "coffer-agent"].flatMap { ["\($0) cmdline", "\($0) environ"] })
  }

  private func look() {
    let own = getpid()
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    for process in entries.compactMap({ pid_t($0) }) where process != own {
      for name in ["cmdline", "environ"] {
        let bytes = Memory.contents(of: "/proc/\(process)/\(name)")
        guard !bytes.isEmpty else { continue }
        note(process, name)
        for form in canary.found(in: bytes) {
          found.change { _ = $0.insert("\(name) (\(form))") }
        }
      }
    }
    rounds.change { $0 += 1 }
    usleep(1_000)
  }

  /// That something of one of the programs was read.
  private func note(_ process: pid_t, _ what: String) {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
    guard let program = path?.split(separator: "/").last, program.hasPrefix("coffer") else {
      return
    }
    programs.change { _ = $0.insert("\(program) \(what)") }
  }
}

/// A value that threads share.
final class Locked<Value: Sendable>: Sendable {
  private let lock = NSLock()
  nonisolated(unsafe) private var kept: Value

  init(_ value: Value) { unsafe kept = value }

  var value: Value { lock.withLock { unsafe kept } }

  func change(_ body: (inout Value) -> Void) { lock.withLock { unsafe body(&kept) } }
}
