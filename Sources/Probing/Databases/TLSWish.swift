import FoundationEssentials
import Querying

/// What the `ssl` field of a profile says, as Embeddable's drivers read it, as a channel.
struct TLSWish {
  let channel: Channel
  /// What was overlooked, so that nobody believes in a check that was not made.
  let remarks: [String]

  init(_ subject: Subject) {
    let allows = subject.fields["cleartext"] == "allow"
    var remarks: [String] = []
    switch subject["ssl"] {
    case "true": channel = Channel(.verified, allowsCleartext: allows)
    case "", "false": channel = Channel(.plain, allowsCleartext: allows)
    case let text:
      if let options = try? JSONDecoder().decode(Options.self, from: Data(text.utf8)) {
        channel = Channel(
          options.rejectUnauthorized == false ? .unverified : .verified,
          authority: options.ca?.text, name: options.servername, allowsCleartext: allows)
      } else {
        // Something that we do not understand is no leave to verify less.
        channel = Channel(.verified, allowsCleartext: allows)
        remarks.append("the options in ssl were not understood here; the certificate was verified")
      }
    }
    self.remarks = remarks + Self.overlooked(channel.security, on: subject["host"])
  }

  /// On the way to another machine somebody may listen, or answer in its place.
  private static func overlooked(_ security: Channel.Security, on host: String) -> [String] {
    guard !Channel.isLoopback(host) else { return [] }
    return switch security {
    case .verified: []
    case .unverified: ["the certificate is not verified (ssl), so whoever is in between may answer"]
    case .plain: ["nothing is encrypted (ssl), so whoever is in between may listen and answer"]
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
