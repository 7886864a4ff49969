import Glibc
import Host
import Sandboxing
import Serving

/// The sandbox: says where it listens in one line of JSON, then answers until it is told to end.
@main
enum CofferSandbox {
  static func main() {
    // Before the first thread, so that none of them is told to end in our place.
    let shutdown = Shutdown()
    do throws(SandboxOptions.Misused) {
      let options = try SandboxOptions(Array(CommandLine.arguments.dropFirst()))
      if options.wantsHelp { return say(SandboxOptions.help) }
      serve(options, until: shutdown)
    } catch {
      fail(error.message, error.remedy, status: 2)
    }
  }

  private static func serve(_ options: SandboxOptions, until shutdown: borrowing Shutdown) {
    let sandbox = Sandbox(
      keys: options.keys, choices: options.choices, cloudKey: options.cloudKey,
      clickHousePassword: options.clickHousePassword)
    do throws(ServingError) {
      let server = try HTTPServer(port: options.port) { sandbox.answer($0) }
      let clickHouse = try HTTPServer(port: options.clickHousePort) {
        sandbox.answerClickHouse($0)
      }
      sandbox.offerClickHouse(port: clickHouse.port)
      let questDB = try TCPServer(port: options.questDBPort) { sandbox.serveQuestDB($0) }
      let questDBWeb = try HTTPServer(port: options.questDBWebPort) { sandbox.answerQuestDB($0) }
      let ports = SandboxPorts(
        web: server.port, clickHouse: clickHouse.port, questDB: questDB.port,
        questDBWeb: questDBWeb.port)
      say(sandbox.greeting(ports: ports, region: options.region) + "\n")
      shutdown.wait(orInputCloses: options.endsWithInput)
      // Without waiting for answers that take their time: nothing is kept.
      withExtendedLifetime((server, clickHouse, questDB, questDBWeb)) { exit(0) }
    } catch {
      fail(error.message, error.remedy, status: 1)
    }
  }

  private static func say(_ text: String) {
    try? Output.write(STDOUT_FILENO, text)
  }

  private static func fail(_ message: String, _ remedy: String, status: Int32) -> Never {
    let text = "coffer-sandbox: error: \(message)\ncoffer-sandbox: hint: \(remedy)\n"
    try? Output.write(STDERR_FILENO, text)
    exit(status)
  }
}
