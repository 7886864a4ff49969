import FoundationEssentials
import Querying

/// What the `ssl` field of a profile says, as Embeddable's drivers read it, as a channel.
struct TLSWish {
  let channel: Channel
  /// What was overlooked, so that nobody believes in a check that was not made.
  let remarks: [String]

  init(_ subject: Subject) {
    let allows = subject.fields["cleartext"] == "allow"
    switch subject["ssl"] {
    case "true":
      channel = Channel(.verified, allowsCleartext: allows)
      remarks = []
    case "", "false":
      channel = Channel(.plain, allowsCleartext: allows)
      remarks = []
    case let text:
      guard let options = try? JSONDecoder().decode(Options.self, from: Data(text.utf8)) else {
        // Something that we do not understand is no leave to verify less.
        channel = Channel(.verified, allowsCleartext: allows)
        remarks = ["the options in ssl were not understood here; the certificate was verified"]
        return
      }
      channel = Channel(
        options.rejectUnauthorized == false ? .unverified : .verified,
        authority: options.ca?.text, name: options.servername, allowsCleartext: allows)
      remarks = []
    }
  }

  /// The options of node's TLS that matter here.
  private struct Options: Decodable {
    var rejectUnauthorized: Bool?
    var ca: Authority?
    var servername: String?
  }

  /// One text or several.
  private struct Authority: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(String.self) {
        text = one
      } else {
        text = try container.decode([String].self).joined(separator: "\n")
      }
    }
  }
}
