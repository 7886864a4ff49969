import Foundation
import Redacting
import Sealing
import Testing

/// Our secrets in what others say.
@Suite struct RedactionTests {
  private func hidden(_ text: String, _ secrets: String...) -> String {
    let bytes = Array(text.utf8)
    return Redaction(secrets.map(ClientTests.secret)).text(bytes.span)
  }

  @Test func `hides a secret in every form and at every place`() {
    let secret = "p+ss/w\"rd=ü\n7"
    let bytes = Data(secret.utf8)
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    var forms = [secret, hex, hex.uppercased(), #"p+ss/w\"rd=ü\n7"#, #"p+ss\/w\"rd=ü\n7"#]
    forms += ["p%2Bss%2Fw%22rd%3D%C3%BC%0A7", "p%2bss%2fw%22rd%3d%c3%bc%0a7"]
    for form in forms {
      #expect(hidden("a \(form) b \(form)", secret) == "a [secret] b [secret]")
    }
    for lead in ["", "k:", "ab", "Bearer "] {
      let text = (Data(lead.utf8) + bytes + Data("tail".utf8)).base64EncodedString()
      let shown = hidden(text, secret)
      #expect(shown.contains("[secret]"), "\(text)")
      // What is left at the edges stands for no more than two bytes.
      let rest = shown.replacingOccurrences(of: "[secret]", with: "")
      #expect(rest.count <= 4 * (lead.utf8.count + 4) / 3 + 6, "\(shown)")
    }
  }

  @Test func `hides the longest first, and leaves other words alone`() {
    #expect(hidden("word-and-more word-", "word-", "word-and-more") == "[secret] [secret]")
    #expect(hidden("the sun is up", "sun") == "the sun is up", "too short to be taken out")
    #expect(hidden("", "word") == "")
    #expect(hidden("wor", "word") == "wor")
  }

  @Test func `hides the lines of a key and the secret values of a key file`() {
    let pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END PRIVATE KEY-----\n"
    #expect(hidden("bad line BgkqhkiG9w0B!", pem) == "bad line [secret]!")
    #expect(hidden("-----BEGIN PRIVATE KEY----- is missing", pem).contains("BEGIN"))
    let file =
      #"{"type":"service_account","client_email":"ro@acme.example","auth":{"password":"inner-word","n":[{"token":"deep-word"}]},"private_key":"-----BEGIN\nMIIEvQIBADAN\n"}"#
    #expect(
      hidden("inner-word deep-word MIIEvQIBADAN ro@acme.example", file)
        == "[secret] [secret] [secret] ro@acme.example")
    #expect(hidden(file, file) == "[secret]")
    #expect(hidden("x {\"password\": b", "{\"password\": broken") == "x {\"password\": b")
  }

  @Test(arguments: ["pass", "key", "accessKey", "connectionString", "uri", "x\\u0041", "ca"])
  func `hides every text of a secret document, whatever it is called`(_ key: String) {
    let file = #"{"host":"db.acme.example","\#(key)":"hunter-22","n":{"list":["other-33"]}}"#
    #expect(
      hidden("no hunter-22 or other-33 at db.acme.example", file)
        == "no [secret] or [secret] at db.acme.example")
  }

  @Test func `a clear key is not clear within a secret`() {
    let file = #"{"user":"acme_ro","secret":{"host":"hunter-22"},"uri":{"host":"db.acme.example"}}"#
    #expect(
      hidden("acme_ro hunter-22 db.acme.example", file) == "acme_ro [secret] db.acme.example")
  }
}
