package import Sandboxing
import Serving

/// A sandbox within the test's own process, on a free port; it ends with this value.
package final class SandboxServer: SandboxDoor, Sendable {
  package let client: LoopbackClient
  /// The first key of ClickHouse Cloud.
  package let cloudKey: CloudKeyRecord.Pair
  private let server: HTTPServer

  /// Makes a workspace for each key; `client` has the first.
  package init(keys: [String] = ["test-key"], choices: Choices = Choices()) throws {
    let sandbox = Sandbox(keys: keys, choices: choices)
    cloudKey = sandbox.cloudKey
    server = try HTTPServer { sandbox.answer($0) }
    client = LoopbackClient(port: server.port, key: keys.first)
  }
}
