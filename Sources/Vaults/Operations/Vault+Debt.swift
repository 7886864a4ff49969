import Sealing

/// How many readings are not in the record yet, sealed for whoever opens this vault next.
extension Vault {
  package borrowing func sealDebt(_ count: Int) -> [UInt8] {
    let text = SecretBytes(count: 4) { output in
      let number = UInt32(clamping: count)
      for shift in [24, 16, 8, 0] { output.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
    return Seal.close(text.bytes, under: keys.plans, for: debtContext.span)
  }

  /// Nothing if it was not sealed for this vault under the key that it has now.
  package borrowing func openDebt(_ sealed: borrowing Span<UInt8>) -> Int? {
    do throws(SealingError) {
      let plain = try Seal.open(sealed, under: keys.plans, for: debtContext.span)
      guard plain.count == 4 else { return nil }
      var count = 0
      for index in plain.bytes.indices { count = count << 8 | Int(plain.bytes[index]) }
      return count
    } catch {
      return nil
    }
  }

  private var debtContext: [UInt8] { Array("coffer debt 1".utf8) + id }
}
