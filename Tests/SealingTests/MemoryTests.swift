import Glibc
import Sealing
import TestSupport
import Testing

/// Each test looks at memory in a process of its own, where nobody else takes slots.
@Suite struct MemoryTests {
  @Test func `wipes a slot when its secret is dropped, and gives it out again`() async {
    await #expect(processExitsWith: .success) {
      for count in [1, 32, 200, 4_096] {
        let place = try placeOfDropped(count)
        try #require((0..<count).allSatisfy { peek(place, $0) == 0 })
        let next = secret([UInt8](repeating: 1, count: count))
        try #require(address(of: next) == place)
      }
    }
  }

  @Test func `wipes what was written before filling failed`() async {
    await #expect(processExitsWith: .success) {
      struct Refusal: Error {}
      var place: UInt = 0
      do {
        _ = try SecretBytes(count: 32) { (output: inout OutputSpan<UInt8>) throws(Refusal) in
          output.append(repeating: 0xAA, count: 20)
          unsafe output.withUnsafeMutableBufferPointer { buffer, _ in
            place = UInt(bitPattern: buffer.baseAddress)
          }
          throw Refusal()
        }
      } catch {}
      try #require(place != 0)
      try #require((0..<32).allSatisfy { peek(place, $0) == 0 })
    }
  }

  @Test func `wipes bytes that were appended and removed again`() async {
    await #expect(processExitsWith: .success) {
      let place = placeOfShortened()
      try #require((0..<32).allSatisfy { peek(place, $0) == 0 })
    }
  }

  @Test func `reuses slots instead of growing`() async {
    await #expect(processExitsWith: .success) {
      var places: Set<UInt> = []
      for _ in 0..<100_000 { places.insert(address(of: secret([1, 2, 3]))) }
      try #require(places.count == 1)
    }
  }

  @Test(.disabled(if: Sanitizer.isThere))
  func `stops a read past the end of a guarded secret`() async {
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      let key = SecretBytes.random(count: 32)
      guard peek(address(of: key), 31) != peek(address(of: key), 32) else { exit(3) }
      exit(4)
    }
  }

  @Test(.disabled(if: Sanitizer.isThere))
  func `stops a write to a guarded secret`() async {
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      let key = SecretBytes.random(count: 32)
      unsafe UnsafeMutablePointer<UInt8>(bitPattern: address(of: key))?.pointee = 1
      exit(array(key).count == 32 ? 3 : 4)
    }
  }

  @Test(.disabled(if: Sanitizer.isThere))
  func `stops a read of a guarded secret that was dropped`() async {
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      exit(Int32(peek(placeOfDroppedKey())))
    }
  }

  @Test(.disabled(if: Sanitizer.isThere))
  func `stops a read past the end of the region of slots`() async {
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      let first = secret([1])
      guard peek(address(of: first), 65_535) == 0 else { exit(3) }
      exit(Int32(peek(address(of: first), 65_536)))
    }
  }

  @Test(.disabled(if: Sanitizer.isThere))
  func `falls back to slots when guarded allocations run out`() async {
    await #expect(processExitsWith: .success) {
      let wanted = 16_600
      var keys: [Secret] = []
      keys.reserveCapacity(wanted)
      keys.append(Secret(secret([0])))
      while keys.count < wanted { keys.append(Secret(SecretBytes.random(count: 32))) }
      try #require(Set(keys.map { array($0.bytes) }).count == wanted)
    }
  }
}

private func placeOfDropped(_ count: Int) throws -> UInt {
  let dropped = secret([UInt8](repeating: 0xAA, count: count))
  try #require(peek(address(of: dropped), count - 1) == 0xAA)
  return address(of: dropped)
}

private func placeOfDroppedKey() -> UInt {
  let dropped = SecretBytes.random(count: 32)
  return address(of: dropped)
}

private func placeOfShortened() -> UInt {
  let dropped = SecretBytes(count: 32) { output in
    output.append(repeating: 0xAA, count: 32)
    output.removeLast(30)
  }
  return address(of: dropped)
}
