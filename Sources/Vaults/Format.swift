/// The numbers that the file format is made of.
///
/// The Manual's page FileFormat says the same in prose.
package enum Format {
  /// What this program writes.
  package static let version: Int64 = 1
  /// The newest minimum reader that this program is.
  package static let reader: Int64 = 1
  /// The mark in the file's header.
  package static let applicationID: Int32 = 0x436F_6672
  package static let slotLimit = 32
  package static let passphraseSlotLimit = 4
  /// Records are padded to multiples of this many bytes, so that lengths tell little.
  static let block = 256
  static let keyContext = "cofferV1"
}
