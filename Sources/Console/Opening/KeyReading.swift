import Host
import Messages
import Sealing

/// A key as it goes to the agent.
struct PresentedKey: Sendable {
  let kind: SlotWord
  let secret: Secret
}

/// Reads keys and passphrases from where they were said to be.
enum KeyReading {
  private static let limit = 65_536

  /// A key that needs no person.
  static func key(from source: KeySource) throws(Failure) -> PresentedKey? {
    switch source {
    case .passphraseDescriptor(let number):
      PresentedKey(kind: .passphrase, secret: try passphrase(descriptor: number))
    case .passphraseFile(let path):
      PresentedKey(
        kind: .passphrase,
        secret: try line(try file(path), calling: path))
    case .keyFile(let path):
      PresentedKey(kind: .keyFile, secret: Secret(try file(path)))
    case .identity(let path):
      PresentedKey(kind: .recipient, secret: Secret(try file(path)))
    case .session, .prompt: nil
    }
  }

  /// A passphrase from an open descriptor, without its line break.
  static func passphrase(descriptor number: Int32) throws(Failure) -> Secret {
    let name = "descriptor \(number)"
    let bytes: SecretBytes
    do throws(HostError) {
      bytes = try Files.readSecret(descriptor: number, limit: limit)
    } catch .failed(_, _) {
      throw .usage(
        "\(name) cannot be read",
        hint: "give one that is open for reading, like: --passphrase-fd 3 3< FILE")
    } catch {
      throw Failure(error)
    }
    return try line(bytes, calling: name)
  }

  /// One trailing line break is not part of what was meant.
  static func withoutLineBreak(_ bytes: borrowing SecretBytes) -> SecretBytes {
    let span = bytes.bytes
    var count = span.count
    if count > 0, span[count - 1] == UInt8(ascii: "\n") {
      count -= 1
      if count > 0, span[count - 1] == UInt8(ascii: "\r") { count -= 1 }
    }
    return SecretBytes(copying: span.extracting(0..<count))
  }

  private static func line(
    _ bytes: consuming SecretBytes, calling name: String
  ) throws(Failure) -> Secret {
    let text = withoutLineBreak(bytes)
    guard text.count > 0 else {
      throw Failure(.invalid, "\(name) holds no passphrase", hint: "check what is written to it")
    }
    return Secret(text)
  }

  /// What lies in a file that nobody else can read; systemd guards its credentials by itself.
  private static func file(_ path: String) throws(Failure) -> SecretBytes {
    if path == "-" { return try told(try Files.readSecret(descriptor: 0, limit: limit)) }
    if let folder = Environment.folder("CREDENTIALS_DIRECTORY"), path.hasPrefix(folder + "/") {
      return try told(try Files.readSecret(path, limit: limit))
    }
    do throws(HostError) {
      return try Files.readPrivate(path, limit: limit)
    } catch .tooOpen(let path) {
      throw Failure(
        HostError.tooOpen(path).status, "the key in \(path) is open to other users",
        hint: "if nobody has read it: chmod 600 \(path); else replace it with 'coffer key add'")
    } catch {
      throw Failure(error)
    }
  }
}
