import Foundation

/// A real ClickHouse server of a test's own, on a free port of loopback, gone at the end.
package final class ClickHouseServer: Sendable {
  package let host = "127.0.0.1"
  package let port: UInt16
  private let folder: ServedFolder

  private static let program = "/usr/sbin/clickhouse-server"

  package static var isInstalled: Bool {
    FileManager.default.isExecutableFile(atPath: program)
  }

  /// Whether to run a test with it: always in CI, so that its absence is seen there.
  package static var isWanted: Bool { isInstalled || ServedFolder.isCI }

  /// Starts it with these users and their passwords.
  package init(users: [String: String]) throws {
    guard Self.isInstalled else {
      throw ServedFolder.NotStarted(description: "ClickHouse is not installed")
    }
    folder = try ServedFolder()
    port = try ServedFolder.freePort()
    try folder.write(Self.users(users), to: "users.xml")
    try folder.write(settings, to: "config.xml")
    // It may not listen to anything milder, and nothing of it is kept.
    try folder.serve(
      [Self.program, "--config-file=\(folder.file("config.xml"))"], endedBy: "KILL"
    ) {
      [port] in ServedFolder.listens(port)
    }
  }

  /// Replaces all users; the server notices within two seconds.
  package func setUsers(_ users: [String: String]) throws {
    try folder.write(Self.users(users), to: "users.xml")
  }

  private var settings: String {
    """
    <yandex>
      <logger><level>warning</level><log>\(folder.file("log"))</log></logger>
      <listen_host>\(host)</listen_host>
      <http_port>\(port)</http_port>
      <path>\(folder.file("data"))/</path>
      <tmp_path>\(folder.file("tmp"))/</tmp_path>
      <format_schema_path>\(folder.file("schemas"))/</format_schema_path>
      <users_config>users.xml</users_config>
      <default_profile>default</default_profile>
      <default_database>default</default_database>
      <mark_cache_size>1048576</mark_cache_size>
    </yandex>
    """
  }

  private static func users(_ users: [String: String]) -> String {
    let entries = users.sorted { $0.key < $1.key }.map { name, password in
      """
      <\(name)>
        <password><![CDATA[\(password)]]></password>
        <networks><ip>127.0.0.1</ip></networks>
        <profile>default</profile><quota>default</quota>
      </\(name)>
      """
    }
    return """
      <yandex>
        <profiles><default></default></profiles>
        <quotas><default></default></quotas>
        <users>\(entries.joined(separator: "\n"))</users>
      </yandex>
      """
  }
}
