import Packing
import Testing

@Suite struct PackerTests {
  @Test func `what was packed is read back`() throws {
    var packer = Packer("label")
    packer.byte(7)
    packer.flag(true)
    packer.number(UInt32(0xDEAD_BEEF))
    packer.number(UInt64.max)
    packer.number(Int64(-5))
    packer.blob([1, 2, 3])
    packer.text("naïve")
    packer.blob(nil as [UInt8]?)
    packer.text("here" as String?)
    packer.number(UInt64(9) as UInt64?)
    packer.list(["a", "b"]) { $0.text($1) }
    let bytes = packer.bytes
    var reader = Unpacker(bytes.span)
    #expect(try reader.text() == "label")
    #expect(try reader.byte() == 7)
    #expect(try reader.flag())
    #expect(try reader.number32() == 0xDEAD_BEEF)
    #expect(try reader.number64() == .max)
    #expect(try reader.signed64() == -5)
    #expect(try reader.blob() == [1, 2, 3])
    #expect(try reader.text() == "naïve")
    #expect(try reader.optionalBlob() == nil)
    #expect(try reader.optionalText() == "here")
    #expect(try reader.optionalNumber64() == 9)
    #expect(
      try reader.list { (r: inout Unpacker) throws(PackingError) in try r.text() } == ["a", "b"])
    try reader.finish()
  }

  @Test func `numbers are big-endian and lengths come first`() {
    var packer = Packer()
    packer.number(UInt32(0x0102_0304))
    packer.text("ab")
    #expect(packer.bytes == [1, 2, 3, 4, 0, 0, 0, 2, 97, 98])
  }

  @Test func `neighbours cannot trade bytes`() {
    var left = Packer()
    left.text("ab")
    left.text("c")
    var right = Packer()
    right.text("a")
    right.text("bc")
    #expect(left.bytes != right.bytes)
  }

  @Test func `every cut is noticed`() {
    var packer = Packer("x")
    packer.number(UInt64(1))
    packer.blob([9, 9])
    for count in 0..<packer.bytes.count {
      let cut = Array(packer.bytes.prefix(count))
      #expect(throws: PackingError.cutOff) {
        var reader = Unpacker(cut.span)
        _ = try reader.text()
        _ = try reader.number64()
        _ = try reader.blob()
      }
    }
  }

  @Test func `a length that promises more than there is allocates nothing`() {
    let lie: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 1]
    #expect(throws: PackingError.cutOff) {
      var reader = Unpacker(lie.span)
      _ = try reader.blob()
    }
    #expect(throws: PackingError.cutOff) {
      var reader = Unpacker(lie.span)
      _ = try reader.list { (r: inout Unpacker) throws(PackingError) in try r.byte() }
    }
  }

  @Test func `bytes left over, a flag of two and broken text are malformed`() {
    let two: [UInt8] = [2]
    #expect(throws: PackingError.malformed) {
      var reader = Unpacker(two.span)
      _ = try reader.flag()
    }
    #expect(throws: PackingError.malformed) {
      let reader = Unpacker(two.span)
      try reader.finish()
    }
    let broken: [UInt8] = [0, 0, 0, 1, 0xFF]
    #expect(throws: PackingError.malformed) {
      var reader = Unpacker(broken.span)
      _ = try reader.text()
    }
  }
}
