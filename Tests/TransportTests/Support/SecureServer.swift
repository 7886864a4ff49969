import Foundation
import Glibc
import Synchronization
import TestSupport

/// A server with TLS, its certificate from an authority made for the tests.
final class SecureServer: Sendable {
  let port: Int
  let authority: Authority
  private let program: Program

  /// Starts it with a certificate for one host, speaking these protocols.
  ///
  /// On a thread of its own, as the programs that it needs take their time to start.
  static func start(
    for host: String, speaking protocols: [String]
  ) async throws -> SecureServer {
    try await withCheckedThrowingContinuation { started in
      Thread.detachNewThread {
        started.resume(
          with: Result { try SecureServer(for: host, speaking: protocols) })
      }
    }
  }

  private init(for host: String, speaking protocols: [String]) throws {
    authority = try Authority()
    let (certificate, key) = try authority.issue(for: host)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "server.py")
    program = try Program(["python3", "-B", script.path, certificate, key] + protocols)
    guard let port = Int(program.line() ?? "") else { throw POSIXError(.ECHILD) }
    self.port = port
  }

  /// Ends it; it watches whether somebody still listens to what it says.
  func stop() { _ = program.end() }

  func url(_ host: String = "127.0.0.1") -> String { "https://\(host):\(port)/path" }
}

/// A certificate authority of one test, made by the `openssl` program.
final class Authority: Sendable {
  private static let request = [
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes", "-days", "2",
  ]

  private let folder: TemporaryFolder
  var file: String { folder.file("ca.pem") }

  init() throws {
    folder = try TemporaryFolder()
    try make(
      "ca", "/CN=Authority of the tests",
      ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign"])
  }

  /// A certificate and its key, for an address or a name.
  fileprivate func issue(for host: String) throws -> (certificate: String, key: String) {
    let name = UUID().uuidString
    let kind = host.first?.isNumber == true ? "IP" : "DNS"
    try make(
      name, "/CN=\(host)", ["subjectAltName=\(kind):\(host)", "basicConstraints=CA:FALSE"],
      ["-CA", folder.file("ca.pem"), "-CAkey", folder.file("ca.key")])
    return (folder.file(name + ".pem"), folder.file(name + ".key"))
  }

  private func make(
    _ name: String, _ subject: String, _ extensions: [String], _ signer: [String] = []
  ) throws {
    let places = ["-keyout", folder.file(name + ".key"), "-out", folder.file(name + ".pem")]
    let words =
      Self.request + places + ["-subj", subject] + extensions.flatMap { ["-addext", $0] } + signer
    guard try Program(words).end() == 0 else { throw POSIXError(.ECHILD) }
  }
}

/// A program that is listened to.
private final class Program: Sendable {
  private let output: Mutex<UInt>

  init(_ words: [String]) throws {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    // Not inherited by the next program: the end of the listening would go unnoticed.
    guard let stream = unsafe popen("exec \(quoted) 2>/dev/null", "re") else {
      throw POSIXError(.ECHILD)
    }
    output = Mutex(UInt(bitPattern: stream))
  }

  deinit { _ = end() }

  /// The next line that it says.
  func line() -> String? {
    output.withLock { address in
      var line = [CChar](repeating: 0, count: 64)
      let count = Int32(line.count)
      guard let stream = unsafe UnsafeMutablePointer<FILE>(bitPattern: address),
        unsafe fgets(&line, count, stream) != nil
      else { return nil }
      return String(decoding: line.prefix { $0 > 10 }.map { UInt8($0) }, as: UTF8.self)
    }
  }

  /// Stops listening and waits for its end.
  func end() -> Int32 {
    output.withLock { address in
      guard let stream = unsafe UnsafeMutablePointer<FILE>(bitPattern: address) else { return 0 }
      address = 0
      return unsafe pclose(stream)
    }
  }
}
