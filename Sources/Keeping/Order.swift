import Auditing
import Messages
import Sealing

/// What comes with a message: who asks, when, and the secrets that it carries.
struct Order {
  let author: Author
  /// Milliseconds since 1970.
  let time: Int64
  let attachments: [Secret]
  /// What the conversation has under way.
  let hold: Hold

  /// An attachment that the message names.
  func secret(_ number: Int?) throws(Failure) -> Secret {
    guard let number, attachments.indices.contains(number) else {
      throw Failure(
        .invalid, "the message names a secret that did not come with it",
        hint: "make sure that coffer and coffer-agent are of the same release")
    }
    return attachments[number]
  }
}
