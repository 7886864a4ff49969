import Packing
package import Sealing

/// Seals an export piece by piece; each is bound to the header, its number and whether it is the last.
package struct ExportWriter: ~Copyable {
  private let header: ExportHeader
  private let key: SecretBytes
  private var number: UInt64 = 0

  package init(to publicKey: [UInt8]) throws(SealingError) {
    key = SecretBytes.random(count: 32)
    header = try ExportHeader.make(for: publicKey, key: key)
  }

  package init(
    passphrase: borrowing Span<UInt8>, cost: PassphraseCost
  ) throws(SealingError) {
    key = SecretBytes.random(count: 32)
    header = try ExportHeader.make(passphrase: passphrase, cost: cost, key: key)
  }

  /// What the file begins with.
  package var beginning: [UInt8] { header.bytes }

  /// The next piece as it stands in the file.
  package mutating func piece(_ plain: borrowing Span<UInt8>, isLast: Bool) -> [UInt8] {
    let context = ExportPiece.context(header, number: number, isLast: isLast)
    number += 1
    let sealed = Seal.close(plain, under: key, for: context.span)
    var packer = Packer()
    packer.flag(isLast)
    packer.blob(sealed)
    return packer.bytes
  }
}

/// Opens the pieces of an export; one that is changed, moved, cut off or added is not believed.
package enum ExportPiece {
  /// All pieces behind the header, in order.
  package static func openAll(
    of bytes: Span<UInt8>, from start: Int, header: ExportHeader, key: borrowing SecretBytes
  ) throws(MovingError) -> [Secret] {
    var pieces: [Secret] = []
    let rest = bytes.extracting(start..<bytes.count)
    var reader = Unpacker(rest)
    while true {
      let isLast: Bool
      let range: Range<Int>
      do throws(PackingError) {
        isLast = try reader.flag()
        range = try reader.blobRange()
      } catch .cutOff {
        throw .damagedExport("it is cut off after piece \(pieces.count)")
      } catch {
        throw .damagedExport("piece \(pieces.count + 1) cannot be read")
      }
      let context = context(header, number: UInt64(pieces.count), isLast: isLast)
      do throws(SealingError) {
        let plain = try Seal.open(rest.extracting(range), under: key, for: context.span)
        pieces.append(Secret(plain))
      } catch {
        throw .damagedExport("piece \(pieces.count + 1) does not open")
      }
      guard isLast else { continue }
      guard reader.isAtEnd else { throw .damagedExport("something follows its end") }
      return pieces
    }
  }

  static func context(_ header: ExportHeader, number: UInt64, isLast: Bool) -> [UInt8] {
    var packer = Packer("coffer export piece 1")
    packer.blob(Digest.of(header.bytes.span))
    packer.number(number)
    packer.flag(isLast)
    return packer.bytes
  }
}
