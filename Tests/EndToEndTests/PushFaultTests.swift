import Sandboxing
import TestSupport
import Testing

/// What goes wrong on the way: the right state, the right message, and the next push ends right.
@Suite(.waitsForProcesses) struct PushFaultTests {
  private let scene: PushScene
  private static let connections = "/api/v1/connections"

  init() throws { scene = try PushScene() }

  /// A push that fails with a fault, and the next one without it.
  private func fails(
    _ fault: JSONValue, _ method: String, _ path: String, times: Int? = nil, status: Int32,
    state: String, saying words: String = ""
  ) throws {
    try scene.forgive()
    try scene.sandbox.fault(fault, method: method, path: path, times: times)
    let outcome = try scene.coffer("push --all --yes")
    #expect(outcome.status == status, "\(fault): \(outcome.status) \(outcome.out)\(outcome.err)")
    let said = outcome.out + outcome.err
    #expect(said.contains(words), "\(said)")
    #expect(said.unicodeScalars.allSatisfy { $0 == "\n" || !(0..<0x20 ~= $0.value) }, "\(said)")
    #expect(try scene.state() == state, "\(fault)")
    try scene.forgive()
    try scene.runs("push --all --yes")
    #expect(try scene.state() == "in sync", "\(fault)")
    #expect(try scene.account() == "sf.eu-central-1")
  }

  private func startOver() throws {
    try scene.runs("unbind sf --delete-remote --yes")
    try scene.runs("bind sf --to eu")
  }

  @Test func `busy servers are waited for, and given up where they say so`() throws {
    try scene.addGood()
    try scene.sandbox.fault(
      ["status": 429, "retryAfter": "0"], method: "POST", path: Self.connections, times: 2)
    try scene.sandbox.fault(["status": 503], method: "GET", path: Self.connections, times: 1)
    try scene.sandbox.fault(
      ["status": 429], method: "POST", path: Self.connections + "/*/test", times: 1)
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
    #expect(try scene.sandbox.count("writes") == 3)
    // Longer than anybody waits.
    try startOver()
    for status in [429, 503] as [JSONValue] {
      let began = ContinuousClock.now
      try fails(
        ["status": status, "retryAfter": "3600"], "POST", Self.connections, status: 12,
        state: "new", saying: "busy")
      #expect(ContinuousClock.now - began < .seconds(120))
      try startOver()
    }
  }

  @Test func `a create that is answered badly is made once and known`() throws {
    try scene.addGood()
    for fault in [
      ["dropAfter": true], ["halfAnswer": true], ["wrongJSON": true], ["hugeAnswer": 10_485_760],
      ["slowBody": 1],
    ] as [JSONValue] {
      try scene.sandbox.fault(fault, method: "POST", path: Self.connections)
      let writes = try scene.sandbox.count("writes")
      let outcome = try scene.coffer("push sf --yes")
      #expect(outcome.status == 0, "\(fault): \(outcome.out)\(outcome.err)")
      #expect(try scene.state() == "in sync", "\(fault)")
      #expect(try scene.sandbox.count("writes") == writes + 1, "\(fault)")
      try scene.forgive()
      try startOver()
    }
    try fails(
      ["dropBefore": true], "POST", Self.connections, status: 12, state: "unknown",
      saying: "the connection broke")
    try startOver()
    try fails(["status": 500], "POST", Self.connections, status: 12, state: "new", saying: "500")
    try startOver()
    try fails(
      ["status": 502, "body": "<html>Bad gateway</html>"], "POST", Self.connections, status: 12,
      state: "new", saying: "502")
    try startOver()
    try fails(
      ["status": 302, "body": ""], "POST", Self.connections, status: 12, state: "new",
      saying: "elsewhere")
  }

  @Test func `a create that takes effect after we looked is ours`() throws {
    try scene.addGood()
    for seesIt in [true, false] {
      try scene.sandbox.fault(["dropBefore": true], method: "POST", path: Self.connections)
      #expect(try scene.coffer("push sf --yes").status == 12)
      #expect(try scene.state() == "unknown", "it may be done later")
      try scene.forgive()
      try scene.putBehind("sf", account: "sf.eu-central-1", password: "right-one")
      if !seesIt {
        try scene.sandbox.fault(
          ["status": 200, "body": #"{"connections":[]}"#], method: "GET", path: Self.connections,
          times: 2)
      }
      let outcome = try scene.coffer("push sf --yes")
      #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
      #expect(try scene.state() == "in sync")
      try scene.forgive()
      try startOver()
    }
  }

  @Test func `a change that is answered badly is sent again as a whole`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    let path = Self.connections + "/sf"
    for (number, fault)
      in ([
        ["dropAfter": true], ["dropBefore": true], ["halfAnswer": true], ["wrongJSON": true],
        ["hugeAnswer": 10_485_760], ["status": 500],
      ] as [JSONValue]).enumerated()
    {
      try scene.runs("set sf password=-", "word-\(number)")
      try scene.sandbox.fault(fault, method: "PUT", path: path, times: 1)
      let outcome = try scene.coffer("push sf --yes")
      #expect(outcome.status == 0, "\(fault): \(outcome.out)\(outcome.err)")
      #expect(try scene.state() == "in sync", "\(fault)")
      let stored = try scene.sandbox.stored("sf")?["credentials"]?["password"]?.text
      #expect(stored == "word-\(number)", "\(fault)")
      try scene.forgive()
      // Twice without an answer, nobody knows.
      try scene.runs("set sf password=-", "next-\(number)")
      try fails(fault, "PUT", path, status: 12, state: "unknown")
      let after = try scene.sandbox.stored("sf")?["credentials"]?["password"]?.text
      #expect(after == "next-\(number)", "\(fault)")
    }
  }

  @Test func `a deletion that is answered badly ends gone`() throws {
    for fault in [
      ["dropAfter": true], ["halfAnswer": true], ["wrongJSON": true], ["hugeAnswer": 10_485_760],
    ] as [JSONValue] {
      try scene.addGood("gone")
      try scene.runs("push gone")
      try scene.sandbox.fault(fault, method: "DELETE", path: Self.connections + "/gone")
      try scene.runs("unbind gone --delete-remote --yes")
      #expect(try scene.sandbox.stored("gone") == nil)
      #expect(try scene.rows("").isEmpty)
      try scene.forgive()
      try scene.runs("remove gone --yes")
      try scene.runs("purge gone --yes")
    }
    for (fault, status) in [(["dropBefore": true], 12), (["status": 400], 11)]
      as [(JSONValue, Int32)]
    {
      try scene.addGood()
      try scene.runs("push sf")
      try scene.sandbox.fault(fault, method: "DELETE")
      let outcome = try scene.coffer("unbind sf --delete-remote --yes")
      #expect(outcome.status == status, "\(outcome.status) \(outcome.out)\(outcome.err)")
      #expect(try scene.row().isLeaving)
      #expect(try scene.sandbox.stored("sf") != nil)
      try scene.forgive()
      // It stays to be done.
      try scene.runs("push sf --yes")
      #expect(try scene.sandbox.stored("sf") == nil)
      try scene.runs("remove sf --yes")
      try scene.runs("purge sf --yes")
    }
  }

  @Test func `what was not deleted and is bound again is as it was`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    for (fault, looks) in [
      (["dropBefore": true], 0), (["dropBefore": true], 1), (["dropAfter": true], 1),
    ]
      as [(JSONValue, Int)]
    {
      try scene.sandbox.fault(fault, method: "DELETE")
      try scene.sandbox.fault(
        ["status": 500], method: "GET", path: Self.connections + "/sf", skip: looks)
      #expect(try scene.coffer("unbind sf --delete-remote --yes").status == 12)
      #expect(try scene.state() == "unknown")
      try scene.forgive()
      try scene.runs("bind sf --to eu")
      let outcome = try scene.runs("push sf")
      let row = try scene.row()
      #expect(row.state == "in sync", "\(fault): \(row) \(outcome.out)")
      #expect(try scene.account() == "sf.eu-central-1")
    }
  }

  @Test func `an environment that is answered badly is read back`() throws {
    try scene.addGood()
    try scene.addGood("two")
    try scene.runs("push --all --yes")
    let path = "/api/v1/environments"
    for (number, fault)
      in ([["dropAfter": true], ["halfAnswer": true], ["wrongJSON": true]] as [JSONValue])
      .enumerated()
    {
      try scene.sandbox.fault(fault, method: "POST", path: path)
      try scene.sandbox.fault(fault, method: "PUT", path: path + "/*")
      for connection in ["sf", "two"] {
        try scene.runs("environment set eu e\(number) main=\(connection)")
        let outcome = try scene.coffer("push eu/e\(number) --yes")
        #expect(outcome.status == 0, "\(fault): \(outcome.out)\(outcome.err)")
        #expect(try scene.environments()["e\(number)"] == ["main": connection])
        #expect(try scene.state("eu/e\(number)") == "in sync")
      }
      try scene.forgive()
    }
    try scene.sandbox.fault(["dropBefore": true], method: "POST", path: path)
    try scene.runs("environment set eu last main=sf")
    #expect(try scene.coffer("push eu/last --yes").status == 12)
    try scene.forgive()
    // Somebody else was faster, with the same name and other sources.
    try scene.sandbox.control(
      "PUT", "environments/last", ["datasources": [["data_source": "main", "connection": "two"]]])
    #expect(try scene.coffer("push eu/last --yes").status == 15)
    #expect(try scene.environments()["last"] == ["main": "two"])
    try scene.sandbox.control("DELETE", "environments/last")
    try scene.runs("push eu/last --yes")
    #expect(try scene.environments()["last"] == ["main": "sf"])
    // One of that name that appears just now is theirs as well.
    try scene.runs("environment set eu late main=sf")
    try scene.sandbox.fault(["status": 409, "body": "{}"], method: "POST", path: path)
    let outcome = try scene.coffer("push eu/late --yes")
    #expect(outcome.status == 15, "\(outcome.status) \(outcome.out)\(outcome.err)")
    #expect(try scene.state("eu/late") == "foreign")
  }

  @Test func `a test that is answered badly leaves it untested`() throws {
    try scene.addGood()
    let path = Self.connections + "/*/test"
    for fault in [
      ["dropBefore": true], ["dropAfter": true], ["halfAnswer": true], ["wrongJSON": true],
      ["hugeAnswer": 10_485_760], ["status": 504, "body": "<html>Gateway timeout</html>"],
      ["status": 200, "body": "<html>Please sign in</html>"],
    ] as [JSONValue] {
      try scene.sandbox.fault(fault, method: "POST", path: path)
      let outcome = try scene.coffer("push sf --yes")
      #expect(
        outcome.status == 12 || outcome.status == 13, "\(fault): \(outcome.status) \(outcome.out)")
      let said = outcome.out + outcome.err
      #expect(said.contains("could not be tested"), "\(said)")
      #expect(try scene.state() == "untested", "\(fault)")
      try scene.forgive()
      try scene.runs("test sf")
      #expect(try scene.state() == "in sync")
      try startOver()
    }
    // Without a word of why it is a no all the same.
    try scene.sandbox.fault(["status": 400, "body": ""], method: "POST", path: path)
    #expect(try scene.coffer("push sf --yes").status == 11)
    let row = try scene.row()
    #expect(row.state == "failing" && row.reason.contains("400"), "\(row)")
  }

  @Test func `a list that cannot be read proves nothing and deletes nothing`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    for fault in [
      ["wrongJSON": true], ["halfAnswer": true], ["hugeAnswer": 10_485_760],
      ["status": 200, "body": "<html>Please sign in</html>"], ["status": 200, "body": "{}"],
      ["status": 500],
    ] as [JSONValue] {
      try scene.sandbox.fault(fault, method: "GET", path: Self.connections)
      let outcome = try scene.coffer("status --refresh")
      #expect(outcome.status == 12, "\(fault): \(outcome.status) \(outcome.out)\(outcome.err)")
      #expect(try scene.state() == "unknown", "\(fault)")
      #expect(try scene.coffer("push sf --yes").status == 12, "\(fault)")
      try scene.forgive()
      #expect(try scene.state(looking: true) == "in sync")
    }
    #expect(try scene.sandbox.count("writes") == 1)
  }
}
