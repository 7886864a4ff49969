import Foundation

extension ServedFolder {
  /// Makes a certificate for this very machine, with its key, and gives it in PEM.
  func makeCertificate(owner: String?) throws -> String {
    _ = try Self.run([
      "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
      "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", file("server.key"),
      "-out", file("server.crt"),
    ])
    if let owner {
      for name in ["server.key", "server.crt"] {
        try FileManager.default.setAttributes(
          [.ownerAccountName: owner, .posixPermissions: 0o600], ofItemAtPath: file(name))
      }
    }
    return try String(contentsOfFile: file("server.crt"), encoding: .utf8)
  }
}
