import ClickHouseCloud
import Host
import Transport

/// The way to the network, as the environment that this agent was given has it.
enum Outside {
  /// The names that a client hands on to the agent that it starts.
  static let variables = ["HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"]

  /// Refused later, and by name, where a value cannot be used.
  static func settings() -> Courier.Settings {
    Courier.Settings(
      proxy: value("HTTPS_PROXY"), noProxy: value("NO_PROXY"), caFile: value("SSL_CERT_FILE"),
      connectionsPerHost: PushLimits.mostJobs)
  }

  /// Where all agents of this user count what they ask of ClickHouse Cloud with a Key ID.
  @Sendable static func pace(_ keyID: String) -> CloudPace? {
    guard let folder = try? SessionPlace.folder() else { return nil }
    return CloudPace(folder: folder, keyID: keyID)
  }

  private static func value(_ name: String) -> String? {
    guard let text = Environment.value(name), !text.isEmpty else { return nil }
    return text
  }
}
