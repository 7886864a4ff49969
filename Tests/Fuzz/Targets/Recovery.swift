import Sealing

extension FuzzTarget {
  /// A recovery code as somebody types it.
  static let recovery = FuzzTarget(name: "recovery", about: "recovery codes as typed") { input in
    if input.count >= 32 {
      let key = SecretBytes(copying: input.extracting(0..<32))
      let code = RecoveryCode.encode(key)
      let again = try RecoveryCode.decode(code.bytes)
      try promise(again.equals(key.bytes), "a code does not read as the key that it was made from")
    }
    for number in -1...15 {
      try promise(
        RecoveryCode.group(number, of: input).count <= RecoveryCode.groupLength,
        "a group is too long")
    }
    do {
      let key = try RecoveryCode.decode(input)
      let code = RecoveryCode.encode(key)
      let again = try RecoveryCode.decode(code.bytes)
      try promise(again.equals(key.bytes), "a typed code and its proper form differ")
    } catch let error as SealingError {
      guard case .malformedCode(let group) = error else { throw Broken("it fails by \(error)") }
      try promise(group.map { 1...13 ~= $0 } ?? true, "a group is named that there is not")
    }
  }
}
