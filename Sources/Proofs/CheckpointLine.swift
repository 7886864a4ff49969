import Packing
package import Sealing

/// A signed statement of where a log stood, as one line of text that can be kept anywhere.
///
/// It proves most where whoever can write the vault's file cannot reach it.
package struct CheckpointLine: Equatable, Sendable {
  package let vault: [UInt8]
  package let sequence: Int64
  /// Milliseconds since 1970.
  package let time: Int64
  package let link: [UInt8]
  package let signature: [UInt8]

  /// With what a line begins, wherever in a line of another log it stands.
  package static let mark = "coffer-checkpoint 1 "

  package init(vault: [UInt8], sequence: Int64, time: Int64, link: [UInt8], signature: [UInt8]) {
    self.vault = vault
    self.sequence = sequence
    self.time = time
    self.link = link
    self.signature = signature
  }

  package init(
    vault: [UInt8], sequence: Int64, time: Int64, link: [UInt8], signer: borrowing SigningKeys
  ) {
    self.init(
      vault: vault, sequence: sequence, time: time, link: link,
      signature: signer.sign(
        Self.signed(vault: vault, sequence: sequence, time: time, link: link).span))
  }

  /// Whether the owner of this public key, whose vault it names, has signed it.
  package func isSigned(by identity: [UInt8]) -> Bool {
    Digest.of(identity.span) == vault
      && Signature.isValid(
        signature,
        of: Self.signed(vault: vault, sequence: sequence, time: time, link: link).span,
        by: identity)
  }

  package static func signed(
    vault: [UInt8], sequence: Int64, time: Int64, link: [UInt8]
  ) -> [UInt8] {
    var packer = Packer("coffer checkpoint 1")
    packer.blob(vault)
    packer.number(sequence)
    packer.number(time)
    packer.blob(link)
    return packer.bytes
  }

  package var text: String {
    Self.mark
      + "vault=\(HexText.of(vault)) sequence=\(sequence) time=\(time) link=\(HexText.of(link))"
      + " signature=\(HexText.of(signature))"
  }

  /// Whether there seems to be one in a line; where it cannot be read, it was cut off or edited.
  package static func isMarked(_ line: String) -> Bool { start(in: Array(line.utf8)) != nil }

  /// Behind the last mark: to a line that was cut off another may have been glued.
  ///
  /// Byte by byte, as whatever stands before the mark may make another character of its first letter.
  private static func start(in line: [UInt8]) -> Int? {
    let mark = Array(mark.utf8)
    guard line.count >= mark.count else { return nil }
    return (0...(line.count - mark.count)).last { start in
      line[start] == mark[0] && line[start..<(start + mark.count)] == mark[...]
    }.map { $0 + mark.count }
  }

  /// Finds one in a line, behind whatever a system log has put before it.
  package init?(in line: String) {
    let bytes = Array(line.utf8)
    guard let start = Self.start(in: bytes) else { return nil }
    var values: [Substring: Substring] = [:]
    for word in String(decoding: bytes[start...], as: UTF8.self).split(separator: " ", maxSplits: 5)
      .prefix(5)
    {
      let parts = word.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      values[parts[0]] = parts[1]
    }
    guard let vault = values["vault"].flatMap({ HexText.bytes($0, count: 32) }),
      let sequence = values["sequence"].flatMap({ Int64($0) }),
      1...(1 << 56) ~= sequence,
      let time = values["time"].flatMap({ Int64($0) }),
      let link = values["link"].flatMap({ HexText.bytes($0, count: 32) }),
      let signature = values["signature"].flatMap({ HexText.bytes($0.prefix(128), count: 64) })
    else { return nil }
    self.init(vault: vault, sequence: sequence, time: time, link: link, signature: signature)
  }
}
