import Moving
import Profiles
import Redacting
import Sealing
import Transport

/// One look at a server over HTTP: all that is asked shares one time limit.
struct Web: Sendable {
  /// No answer that a check wants is larger.
  private static let largest = 256 * 1_024

  let subject: Subject
  private let courier: Courier
  private let connect: Duration
  private let end: ContinuousClock.Instant

  init(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) {
    self.subject = subject
    courier = tools.courier
    connect = limits.connect
    end = ContinuousClock.now + limits.total
  }

  /// Asks for a whole address; `http:` only reaches who is named so by the profile.
  func ask(
    _ method: Method, _ url: String, _ headers: [Header] = [], _ body: String? = nil
  ) async throws(TransportError) -> Answer {
    guard let body else { return try await send(method, url, headers, nil) }
    let type = body.hasPrefix("{") ? "application/json" : Self.plain
    return try await send(
      method, url, headers + [Header("Content-Type", type)],
      Secret(SecretBytes(copying: body.utf8.span)))
  }

  /// The type of a body that is text.
  static let plain = "text/plain; charset=utf-8"

  /// The same with a body that may be secret; the headers name its type.
  func send(
    _ method: Method, _ url: String, _ headers: [Header], _ body: Secret?
  ) async throws(TransportError) -> Answer {
    let left = max(end - ContinuousClock.now, .milliseconds(1))
    return try await courier.send(
      Request(
        method, url, headers: headers, body: body,
        security: url.hasPrefix("http://") ? .plain : .verified,
        limits: Limits(connect: min(connect, left), total: left, answer: Self.largest)))
  }

  /// A server's own words: without our secrets, short and on one line.
  func words(_ answer: Answer, hiding more: Redaction = Redaction([])) -> String {
    let hidden = subject.redaction.with(more).text(answer.body.span)
    return Cleaned.text(
      hidden.split(whereSeparator: \.isWhitespace).joined(separator: " "), limit: 300)
  }

  /// The header by which a user and a password sign in.
  static func basic(_ user: String, _ password: Secret) -> Header {
    Header("Authorization", prefix: "Basic ", encoded(user, password))
  }

  /// Base64 of both with a colon in between.
  static func encoded(_ user: String, _ password: Secret) -> Secret {
    let pair = SecretBytes(count: user.utf8.count + 1 + password.count) { output in
      for byte in user.utf8 { output.append(byte) }
      output.append(UInt8(ascii: ":"))
      let secret = password.span
      for index in secret.indices { output.append(secret[index]) }
    }
    return Secret(
      SecretBytes(count: Base64.encodedSize(pair.count)) { output in
        Base64.encode(pair.bytes, into: &output)
      })
  }

  /// The beginning of an address; numbers of version 6 stand in brackets.
  static func base(_ scheme: String, _ host: String, _ port: String) -> String {
    let name = host.contains(":") && !host.hasPrefix("[") ? "[" + host + "]" : host
    return scheme + "://" + name + ":" + port
  }

  /// The field that holds an address, without a slash at its end.
  static func base(_ url: String) -> String {
    var url = url[...]
    while url.last == "/" { url.removeLast() }
    return String(url)
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return escaped
  }
}
