import Sealing

/// A copy of secret bytes, to be compared and printed in tests.
func array(_ secret: borrowing SecretBytes) -> [UInt8] {
  let bytes = secret.bytes
  return bytes.indices.map { bytes[$0] }
}

/// The text that secret bytes spell.
func text(_ secret: borrowing SecretBytes) -> String {
  String(decoding: array(secret), as: UTF8.self)
}

/// Secret bytes of an array.
func secret(_ bytes: [UInt8], in home: SecretBytes.Home = .pooled) -> SecretBytes {
  SecretBytes(copying: bytes.span, in: home)
}

/// The bytes that hexadecimal text names.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Where secret bytes lie.
func address(of secret: borrowing SecretBytes) -> UInt {
  unsafe secret.bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
}

/// What lies at an address, which must be mapped.
func peek(_ address: UInt, _ offset: Int = 0) -> UInt8 {
  guard let pointer = unsafe UnsafePointer<UInt8>(bitPattern: address) else { return 0xFF }
  return unsafe pointer[offset]
}
