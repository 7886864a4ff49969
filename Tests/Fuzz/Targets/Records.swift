import Auditing
import Packing
import Sealing
import Vaults

extension FuzzTarget {
  /// What lies inside of a seal: whatever can be read is what would have been written.
  static let records = FuzzTarget(name: "records", about: "packed records inside of seals") {
    input in
    let body = input.from(1)
    switch input.byte(0) % 4 {
    case 0:
      guard let fields = try? VersionField.unpack(body) else { return }
      let packed = VersionField.pack(fields)
      try promise(packed.equals(body), "a version is written otherwise than it was read")
    case 1:
      guard let details = try? EventSeal.unpack(body) else { return }
      try promise(
        EventSeal.pack(details) == body.array, "details are written otherwise than they were read")
    case 2:
      if let place = IdentityFile.body(in: body) {
        try promise(place.upperBound == body.count, "an identity is longer than it is")
      }
    default: try readAnyhow(body)
    }
  }

  /// Reads a record by a plan that is in the bytes too, and writes what came out again.
  private static func readAnyhow(_ bytes: Span<UInt8>) throws {
    let plan = min(Int(bytes.byte(0) % 16), max(bytes.count - 1, 0))
    let body = bytes.from(plan + 1)
    var reader = Unpacker(body)
    var packer = Packer()
    do throws(PackingError) {
      for step in 0..<plan {
        switch bytes.byte(step + 1) % 10 {
        case 0: packer.byte(try reader.byte())
        case 1: packer.flag(try reader.flag())
        case 2: packer.number(try reader.number32())
        case 3: packer.number(try reader.number64())
        case 4: packer.number(try reader.signed64())
        case 5: packer.blob(try reader.blob())
        case 6: packer.text(try reader.text())
        case 7: packer.blob(try reader.optionalBlob())
        case 8: packer.text(try reader.optionalText())
        default: packer.number(try reader.optionalNumber64())
        }
      }
    } catch {
      return
    }
    let count = packer.bytes.count
    try promise(
      count <= body.count && packer.bytes == body.extracting(0..<count).array,
      "what was read is written otherwise")
    try promise(reader.isAtEnd == (count == body.count), "the end is not where it is")
  }
}
