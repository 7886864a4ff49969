import Moving
import Profiles
import Redacting
import Sealing
import Transport

/// What a server said of an error: one short line, without our secrets and without what moves a
/// cursor.
package struct Complaint: Equatable, Sendable {
  private static let longest = 300

  package let text: String
  /// Whether it came in the service's own form, not as the page of a gateway.
  package let isFromService: Bool

  package init(_ text: String, isFromService: Bool = true) {
    self.text = text
    self.isFromService = isFromService
  }

  init(_ answer: Answer, hiding redaction: Redaction) {
    if let said = Reading.complaint(answer.body.span) {
      self.init(Cleaned.text(redaction.text(said.bytes), limit: Self.longest))
    } else {
      // A gateway has a page; the service may say no without a word.
      self.init("", isFromService: answer.status == 400 && answer.body.count == 0)
    }
  }

  /// The message inside of a yes, as the old form of the API had it; nil where there is none.
  static func inside(_ answer: Answer, hiding redaction: Redaction) -> Complaint? {
    guard answer.body.count > 0, answer.body.count < 64 << 10,
      let said = Reading.complaint(answer.body.span, onlyOld: true)
    else { return nil }
    return Complaint(Cleaned.text(redaction.text(said.bytes), limit: longest))
  }

  var tail: String { text.isEmpty ? "" : ": " + text }

  /// The code of an environment that exists, and the words of anything that does.
  var saysExists: Bool {
    let folded = text.lowercased()
    return folded.contains("builder-018") || folded.contains("already exists")
  }
}
