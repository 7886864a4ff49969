import Packing
import Profiles
import Sealing

/// The keyed digest by which a profile is found without its name being told.
enum NameTag {
  static func of(_ name: ProfileName, by keys: borrowing Keys) -> [UInt8] {
    Digest.keyed(Packer(label + name.text).bytes.span, by: keys.names)
  }

  private static let label = "coffer name 1 "
}
