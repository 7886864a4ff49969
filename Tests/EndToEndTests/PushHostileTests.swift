import Foundation
import Sandboxing
import TestSupport
import Testing

/// Error texts of the far side, which may hold anything: our own secrets, and what moves a cursor.
@Suite(.waitsForProcesses) struct PushHostileTests {
  private let scene: PushScene
  private let canary = Canary()

  init() throws { scene = try PushScene() }

  private static let forms = ["", ":base64", ":hex", ":url", ":json"]

  /// The password and the key in all forms, between what a terminal obeys.
  private static let text =
    "begin\u{1B}[2J\u{1B}]0;title\u{07}\r\u{9B}31m\u{202E} "
    + forms.map { "<{password\($0)}> <{authorization\($0)}>" }.joined(separator: " ") + " end"

  /// Everything that a person or a script could see afterwards.
  private func isQuiet(_ outcome: Outcome, key: Canary, _ what: String) throws {
    var all = [outcome.output, outcome.errors]
    for line in [
      "status", "status --all --json", "audit log", "audit log --json", "plan --json",
      "history p --json",
    ] {
      let said = try scene.coffer(line)
      all += [said.output, said.errors]
    }
    for bytes in all {
      #expect(canary.found(in: bytes).isEmpty, "\(what): the password")
      #expect(key.found(in: bytes).isEmpty, "\(what): the key")
      let text = String(decoding: bytes, as: UTF8.self)
      let bad = text.unicodeScalars.filter { scalar in
        scalar != "\n"
          && (scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || scalar == "\u{202E}")
      }
      #expect(bad.isEmpty, "\(what): \(bad)")
    }
    #expect(canary.files(below: scene.home.path).isEmpty)
    #expect(key.files(below: scene.home.path).isEmpty)
  }

  @Test(arguments: ["create", "test", "change", "look"])
  func `is shown cleaned, and without our secrets`(_ call: String) throws {
    let key = Canary()
    let other = try SandboxProgram(["--key", key.text])
    try scene.runs("set eu baseURL=\(other.url) apiKey=-", key.text)
    try scene.addGood("p", password: canary.text)
    let path = "/api/v1/connections"
    let (method, place) =
      switch call {
      case "create": ("POST", path)
      case "test": ("POST", path + "/*/test")
      case "change": ("PUT", path + "/*")
      default: ("GET", path + "/*")
      }
    if call == "change" || call == "look" {
      try scene.runs("push p")
      try scene.runs("set p role=R")
    }
    // A test has no body in which a password could come: the careless server knows it by itself.
    let text = Self.forms.reduce(Self.text) { text, form in
      call == "create" || call == "change"
        ? text : text.replacingOccurrences(of: "{password\(form)}", with: own(form))
    }
    try other.fault(["errorText": .string(text)], method: method, path: place)
    let outcome = try scene.coffer("push p --yes")
    #expect(outcome.status == 11, "\(outcome.status) \(outcome.out)\(outcome.err)")
    let said = outcome.out + outcome.err
    #expect(said.contains("begin") && said.contains("[secret]"), "\(said)")
    try isQuiet(outcome, key: key, call)
    let asJSON = try scene.coffer("push p --json --yes")
    try isQuiet(asJSON, key: key, call)
    try other.control("DELETE", "faults")
    try scene.runs("push p --yes")
    #expect(try scene.state("eu/p") == "in sync")
  }

  private func own(_ form: String) -> String {
    let bytes = Data(canary.text.utf8)
    return switch form {
    case ":base64": bytes.base64EncodedString()
    case ":hex": bytes.map { String(format: "%02X", $0) }.joined()
    case ":url": canary.text.replacingOccurrences(of: "+", with: "%2b")
    default: canary.text
    }
  }

  @Test func `parts of a key file and of a private key are hidden as well`() throws {
    let json =
      #"{"type":"service_account","project_id":"acme","client_email":"ro@acme.example","private_key":"-----BEGIN PRIVATE KEY-----\n\#(canary.text)\n-----END PRIVATE KEY-----\n"}"#
    try scene.runs("add bigquery p projectId=acme credentials=-", json)
    try scene.runs("bind p --to eu")
    try scene.sandbox.fault(
      [
        "errorText": .string(
          "cannot parse \(canary.text) of -----BEGIN PRIVATE KEY-----\n\(canary.text)\n")
      ],
      method: "POST", path: "/api/v1/connections/*/test")
    let outcome = try scene.coffer("push p")
    #expect(outcome.status == 11)
    try isQuiet(outcome, key: Canary(), "key file")
  }

  @Test func `a text without end is cut`() throws {
    try scene.addGood("p")
    try scene.sandbox.fault(
      ["errorText": .string(String(repeating: "long ", count: 40_000))],
      method: "POST", path: "/api/v1/connections/*/test")
    let outcome = try scene.coffer("push p")
    #expect(outcome.status == 11)
    #expect(outcome.output.count + outcome.errors.count < 4_000)
    #expect(try scene.row("eu/p").reason.count < 600)
  }
}
