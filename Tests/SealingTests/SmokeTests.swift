import Sealing
import Testing

@Suite struct SmokeTests {
  @Test func `seals and opens`() throws {
    let key = SecretBytes.random(count: 32)
    let plain = Array("hello".utf8)
    let context = Array("ctx".utf8)
    let sealed = Seal.close(plain.span, under: key, for: context.span)
    #expect(sealed.count == 256 + Seal.overhead)
    let opened = try Seal.open(sealed.span, under: key, for: context.span)
    let same = opened.equals(plain.span)
    #expect(same)
    let code = RecoveryCode.encode(key)
    let text = code.bytes.indices.map { code.bytes[$0] }
    print(String(decoding: text, as: UTF8.self))
    let back = try RecoveryCode.decode(text.span)
    let equal = back.equals(key.bytes)
    #expect(equal)
  }
}
