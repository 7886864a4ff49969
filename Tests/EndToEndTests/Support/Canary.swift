import Foundation

/// A secret that must be seen nowhere, in all the forms in which it could be.
struct Canary: Sendable {
  let text: String
  private let forms: [(name: String, bytes: [UInt8])]

  init() {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
    let word = "cnry" + String((0..<26).compactMap { _ in letters.randomElement() })
    text = word
    let bytes = Array(word.utf8)
    var forms: [(String, [UInt8])] = [("plain", bytes)]
    // Base64 depends on where in the text it begins; the edges depend on the neighbours.
    for shift in 0..<3 {
      let whole = Data(bytes.dropFirst(shift)).base64EncodedString()
      forms.append(("base64", Array(whole.utf8.prefix((bytes.count - shift) / 3 * 4))))
    }
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    forms += [("hex", Array(hex.utf8)), ("HEX", Array(hex.uppercased().utf8))]
    forms.append(("UTF-16", bytes.flatMap { [$0, 0] }))
    forms.append(("reversed", Array(bytes.reversed())))
    self.forms = forms.map { (name: $0.0, bytes: $0.1) }
  }

  /// The forms in which it is in there.
  func found(in bytes: [UInt8]) -> [String] {
    let data = Data(bytes)
    return forms.filter { data.range(of: Data($0.bytes)) != nil }.map(\.name)
  }

  func found(in bytes: Data) -> [String] { found(in: Array(bytes)) }

  /// Every file below a folder that holds it.
  func files(below folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.flatMap { name -> [String] in
      guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { return [] }
      return found(in: bytes).map { "\(name) (\($0))" }
    }
  }
}

/// Looks at the arguments and environments of all processes until it is told to stop.
final class Watch: Sendable {
  private let canary: Canary
  private let queue = OperationQueue()
  private let found = Locked<Set<String>>([])
  private let isOver = Locked(false)
  private let rounds = Locked(0)

  init(for canary: Canary) {
    self.canary = canary
    queue.addOperation { while !self.isOver.value { self.look() } }
  }

  /// Where it was seen; and that there was a look at all.
  func stop() -> (found: Set<String>, rounds: Int) {
    isOver.change { $0 = true }
    queue.waitUntilAllOperationsAreFinished()
    return (found.value, rounds.value)
  }

  var hasFound: Bool { !found.value.isEmpty }

  private func look() {
    let own = getpid()
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    for process in entries.compactMap({ pid_t($0) }) where process != own {
      for name in ["cmdline", "environ"] {
        let path = "/proc/\(process)/\(name)"
        guard let bytes = FileManager.default.contents(atPath: path), !bytes.isEmpty else {
          continue
        }
        for form in canary.found(in: bytes) {
          found.change { _ = $0.insert("\(name) (\(form))") }
        }
      }
    }
    rounds.change { $0 += 1 }
    usleep(1_000)
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
