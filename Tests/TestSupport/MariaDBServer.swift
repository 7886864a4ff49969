import Foundation

/// A real MariaDB server of a test's own, on a free port of loopback, gone at the end.
package final class MariaDBServer: Sendable {
  package let host = "127.0.0.1"
  package let port: UInt16
  /// Who may do everything.
  package let user = "admin"
  package let password = UUID().uuidString
  /// The certificate by which it is known.
  package let authority: String
  private let folder: ServedFolder

  /// One server for all tests of this process that change nothing for others.
  package static let shared = Result { try MariaDBServer() }

  private static let program = "/usr/sbin/mariadbd"

  package static var isInstalled: Bool {
    FileManager.default.isExecutableFile(atPath: program)
  }

  /// Whether to run a test with it: always in CI, so that its absence is seen there.
  package static var isWanted: Bool { isInstalled || ServedFolder.isCI }

  /// Starts it with these statements run at its start.
  package init(_ statements: [String] = []) throws {
    guard Self.isInstalled else {
      throw ServedFolder.NotStarted(description: "MariaDB is not installed")
    }
    folder = try ServedFolder()
    port = try ServedFolder.freePort()
    authority = try folder.makeCertificate(owner: nil)
    let asRoot = getuid() == 0 ? ["--user=root"] : []
    _ = try ServedFolder.run(
      [
        "/usr/bin/mariadb-install-db", "--no-defaults", "--datadir=\(folder.file("data"))",
        "--auth-root-authentication-method=normal", "--skip-test-db",
      ] + asRoot)
    let start =
      [
        "CREATE USER '\(user)'@'%' IDENTIFIED BY '\(password)'",
        "GRANT ALL PRIVILEGES ON *.* TO '\(user)'@'%' WITH GRANT OPTION",
        "CREATE DATABASE sales", "CREATE TABLE sales.orders (id INT PRIMARY KEY)",
      ] + statements
    try folder.write(start.map { $0 + ";\n" }.joined(), to: "start.sql")
    try folder.serve(
      [
        Self.program, "--no-defaults", "--datadir=\(folder.file("data"))",
        "--port=\(port)", "--bind-address=\(host)", "--socket=\(folder.file("socket"))",
        "--pid-file=\(folder.file("pid"))", "--init-file=\(folder.file("start.sql"))",
        "--ssl-cert=\(folder.file("server.crt"))", "--ssl-key=\(folder.file("server.key"))",
        "--innodb-buffer-pool-size=8M", "--innodb-log-file-size=4M",
        "--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve",
      ] + asRoot,
      endedBy: "KILL"
    ) { [port] in ServedFolder.listens(port) }
  }
}
