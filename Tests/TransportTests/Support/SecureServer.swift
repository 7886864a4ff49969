import Foundation
import TestSupport

/// A server with TLS, its certificate from an authority made for the tests.
final class SecureServer: Sendable {
  let port: Int
  private let process: Process
  private let input: Pipe

  /// Starts it with a certificate for one host, speaking these protocols.
  ///
  /// On a thread of its own, as the programs that it needs take their time to start.
  static func start(
    _ authority: Authority, for host: String, speaking protocols: [String]
  ) async throws -> SecureServer {
    try await withCheckedThrowingContinuation { started in
      Thread.detachNewThread {
        started.resume(
          with: Result { try SecureServer(authority, for: host, speaking: protocols) })
      }
    }
  }

  private init(_ authority: Authority, for host: String, speaking protocols: [String]) throws {
    let (certificate, key) = try authority.issue(for: host)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "server.py")
    let output = Pipe()
    input = Pipe()
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script.path, certificate, key] + protocols
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var said: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first,
      byte != UInt8(ascii: "\n")
    {
      said.append(byte)
    }
    guard let port = Int(String(decoding: said, as: UTF8.self)) else { throw POSIXError(.ECHILD) }
    self.port = port
  }

  deinit { stop() }

  func stop() { try? input.fileHandleForWriting.close() }

  func url(_ host: String = "127.0.0.1") -> String { "https://\(host):\(port)/path" }
}

/// A certificate authority of one test run, made by the `openssl` program.
final class Authority: Sendable {
  private let folder: TemporaryFolder
  var file: String { folder.file("ca.pem") }

  init() throws {
    folder = try TemporaryFolder()
    try run(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", folder.file("ca.key"), "-out", folder.file("ca.pem"), "-days", "2",
      "-subj", "/CN=Authority of the tests", "-addext", "basicConstraints=critical,CA:TRUE",
      "-addext", "keyUsage=critical,keyCertSign")
  }

  /// A certificate and its key, for an address or a name.
  fileprivate func issue(for host: String) throws -> (certificate: String, key: String) {
    let base = folder.file(UUID().uuidString)
    let kind = host.first?.isNumber == true ? "IP" : "DNS"
    try run(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", base + ".key", "-out", base + ".pem", "-days", "2", "-subj", "/CN=\(host)",
      "-addext", "subjectAltName=\(kind):\(host)", "-addext", "basicConstraints=CA:FALSE",
      "-CA", folder.file("ca.pem"), "-CAkey", folder.file("ca.key"))
    return (base + ".pem", base + ".key")
  }

  private func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw POSIXError(.EINVAL) }
  }
}
