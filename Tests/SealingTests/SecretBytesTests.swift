import Sealing
import Testing

@Suite struct SecretBytesTests {
  @Test(arguments: [0, 1, 31, 32, 33, 64, 65, 255, 256, 257, 4_095, 4_096, 4_097, 100_000])
  func `gives back what was copied, at every size`(count: Int) {
    let bytes = Random.bytes(count)
    let pooled = secret(bytes)
    let guarded = secret(bytes, in: .guarded)
    #expect(array(pooled) == bytes)
    #expect(array(guarded) == bytes)
  }

  @Test func `counts only what was appended`() {
    let short = SecretBytes(count: 10) { $0.append(7) }
    #expect(array(short) == [7])
  }

  @Test func `passes on what filling throws`() {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      _ = try SecretBytes(count: 10) { (_: inout OutputSpan<UInt8>) throws(Refusal) in
        throw Refusal()
      }
    }
  }

  @Test func `compares bytes and lengths`() {
    let mine = secret([1, 2, 3])
    let answers = [[1, 2, 3], [1, 2, 4], [1, 2], [1, 2, 3, 4], []].map { (other: [UInt8]) in
      mine.equals(other.span)
    }
    #expect(answers == [true, false, false, false, false])
    let empty = secret([])
    let emptyIsEmpty = empty.equals([UInt8]().span)
    #expect(emptyIsEmpty)
  }

  @Test func `copies into memory of its own`() {
    let first = secret([1, 2, 3])
    let second = first.copy()
    let third = first.copy(in: .guarded)
    #expect(array(second) == [1, 2, 3])
    #expect(array(third) == [1, 2, 3])
    #expect(Set([address(of: first), address(of: second), address(of: third)]).count == 3)
  }

  @Test func `makes different random bytes each time`() {
    let made = (0..<100).map { _ in array(SecretBytes.random(count: 32)) }
    #expect(Set(made).count == 100)
    #expect(made.allSatisfy { $0.count == 32 })
  }

  @Test func `keeps 20,000 alive at once, each with its own bytes`() {
    let secrets = (0..<20_000).map { number in
      Secret(secret([UInt8](repeating: UInt8(number % 251), count: number % 300)))
    }
    let wrong = secrets.enumerated().filter { number, secret in
      array(secret.bytes) != [UInt8](repeating: UInt8(number % 251), count: number % 300)
    }
    #expect(wrong.isEmpty)
    #expect(Set(secrets.map { address(of: $0.bytes) }).count == 20_000)
  }

  @Test func `is made, read and dropped by many tasks at once`() async {
    let shared = Secret(secret([UInt8](repeating: 9, count: 100)))
    let wrong = await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask {
          var wrong = 0
          for round in 0..<5_000 {
            let count = (round * 7 + task) % 600
            let expected = [UInt8](repeating: UInt8(task), count: count)
            let first = secret(expected)
            let second = first.copy()
            if array(first) != expected || array(second) != expected { wrong += 1 }
            if !shared.bytes.equals([UInt8](repeating: 9, count: 100).span) { wrong += 1 }
          }
          return wrong
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }

  @Test func `shows nothing of a shared secret when printed or dumped`() {
    let shared = Secret(secret(Array("hunter2".utf8)))
    var dumped = ""
    dump(shared, to: &dumped)
    for shown in ["\(shared)", String(describing: shared), String(reflecting: shared), dumped] {
      #expect(shown.contains("(secret)"))
      #expect(!shown.contains("hunter2") && !shown.contains("7"))
    }
    #expect(Mirror(reflecting: shared).children.isEmpty)
    #expect(shared.count == 7)
  }
}
