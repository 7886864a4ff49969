import Foundation

/// A real PostgreSQL server of a test's own, on a free port of loopback, gone at the end.
///
/// Sign-ins are by SCRAM unless `rules`, lines of `pg_hba.conf` that come first, say otherwise.
package final class PostgresServer: Sendable {
  package let host = "127.0.0.1"
  package let port: UInt16
  /// Who may do everything.
  package let user = "admin"
  package let password = UUID().uuidString
  private let folder: ServedFolder
  /// The certificate by which it is known, where it speaks TLS.
  package let authority: String?

  /// One server for all tests of this process that change nothing for others.
  package static let shared = Result { try PostgresServer() }

  /// Where the programs of the server are, if it is installed.
  private static let programs: String? = {
    let base = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    let newest = versions.compactMap { Int($0) }.max()
    return newest.map { "\(base)/\($0)/bin" }.flatMap {
      FileManager.default.isExecutableFile(atPath: $0 + "/initdb") ? $0 : nil
    }
  }()

  package static var isInstalled: Bool { programs != nil }
  /// Whether to run a test with it: always in CI, so that its absence is seen there.
  package static var isWanted: Bool { isInstalled || ServedFolder.isCI }

  /// With TLS its certificate says `localhost` and 127.0.0.1, and is an authority of its own.
  package init(rules: [String] = [], settings more: [String] = [], tls: Bool = false) throws {
    guard let programs = Self.programs else {
      throw ServedFolder.NotStarted(description: "PostgreSQL is not installed")
    }
    let owner = getuid() == 0 ? "postgres" : nil
    folder = try ServedFolder(owner: owner)
    port = try ServedFolder.freePort()
    // The server refuses to run as root.
    let become =
      owner.map {
        ["/usr/bin/setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"]
      } ?? []
    let data = folder.file("data")
    authority = tls ? try folder.makeCertificate(owner: owner) : nil
    try folder.write(password, to: "password")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: folder.file("password"))
    _ = try ServedFolder.run(
      become + [
        programs + "/initdb", "--pgdata", data, "--no-sync", "--auth=scram-sha-256",
        "--username", user, "--pwfile", folder.file("password"), "--no-locale", "--encoding=UTF8",
      ])
    let all =
      rules + [
        "local all all scram-sha-256",
        "host all all 127.0.0.1/32 scram-sha-256",
      ]
    try folder.write(all.joined(separator: "\n") + "\n", to: "rules")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: folder.file("rules"))
    let settings =
      [
        "port=\(port)", "listen_addresses=\(host)", "unix_socket_directories=\(folder.path)",
        "hba_file=\(folder.file("rules"))", "fsync=off", "full_page_writes=off",
        "max_connections=200", "shared_buffers=16MB",
      ]
      + (tls
        ? [
          "ssl=on", "ssl_cert_file=\(folder.file("server.crt"))",
          "ssl_key_file=\(folder.file("server.key"))",
        ] : []) + more
    try folder.serve(
      become + [programs + "/postgres", "-D", data] + settings.flatMap { ["-c", $0] },
      endedBy: "INT"
    ) { [port, host] in
      (try? ServedFolder.run(
        [programs + "/pg_isready", "--quiet", "--host", host, "--port", String(port)])) != nil
    }
  }

  /// Runs SQL as who may do everything, or as another; gives rows as text, columns parted by `|`.
  @discardableResult
  package func run(
    _ sql: String, database: String = "postgres", as other: String? = nil, _ secret: String? = nil
  ) throws -> String {
    try ServedFolder.run(
      [
        "/usr/bin/psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
        "--set=ON_ERROR_STOP=1", "--host", host, "--port", String(port), "--username",
        other ?? user, "--dbname", database, "--command", sql,
      ], environment: ["PGPASSWORD": secret ?? password]
    ).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Makes a login.
  package func addUser(_ name: String, password: String) throws {
    try run("CREATE ROLE \"\(name)\" LOGIN PASSWORD '\(password)'")
  }
}
