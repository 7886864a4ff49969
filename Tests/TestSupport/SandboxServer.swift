package import Sandboxing
import Serving

/// A sandbox within the test's own process, on a free port; it ends with this value.
package final class SandboxServer: SandboxDoor, Sendable {
  package let client: LoopbackClient
  /// The first key of ClickHouse Cloud.
  package let cloudKey: CloudKeyRecord.Pair
  /// Where ClickHouse answers, and what its user `default` signs in with.
  package let clickHousePort: UInt16
  package let clickHousePassword: String
  /// Where QuestDB speaks PostgreSQL's protocol, and where its web interface answers.
  package let questDBPort: UInt16
  package let questDBWebPort: UInt16
  private let servers: [HTTPServer]
  private let questDB: TCPServer

  /// Makes a workspace for each key; `client` has the first.
  package init(keys: [String] = ["test-key"], choices: Choices = Choices()) throws {
    let sandbox = Sandbox(keys: keys, choices: choices)
    cloudKey = sandbox.cloudKey
    let server = try HTTPServer { sandbox.answer($0) }
    let clickHouse = try HTTPServer { sandbox.answerClickHouse($0) }
    sandbox.offerClickHouse(port: clickHouse.port)
    clickHousePort = clickHouse.port
    clickHousePassword = sandbox.clickHousePassword
    let questDBWeb = try HTTPServer { sandbox.answerQuestDB($0) }
    questDB = try TCPServer { sandbox.serveQuestDB($0) }
    questDBPort = questDB.port
    questDBWebPort = questDBWeb.port
    servers = [server, clickHouse, questDBWeb]
    client = LoopbackClient(port: server.port, key: keys.first)
  }
}
