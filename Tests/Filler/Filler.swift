import Auditing
import Glibc
import Host
import Profiles
import Sealing
import Vaults

/// Fills a vault with many secrets, named p0 and on, in one transaction, for Scripts/bench.
@main
enum Filler {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 4, let count = Int(words[3]) else {
      print("coffer-filler VAULT KEYFILE COUNT")
      exit(2)
    }
    let locked = try LockedVault(path: words[1])
    let key = Secret(try Files.readSecret(words[2], limit: 32))
    let author = Author(user: "bench", program: "coffer-filler")
    let time = Clock.wallMilliseconds
    let keys = try locked.keys(for: .keyFile(key), by: author.user, at: time)
    let vault = try Vault(locked, keys, by: author, at: time)
    let all = try (0..<count).map { number in
      var new = NewProfile(name: try ProfileName("p\(number)"), type: "secret")
      let value = Secret(SecretBytes.random(count: 32, in: .pooled))
      new.fields = [VersionField("value", .secret(value))]
      return new
    }
    _ = try vault.add(all, by: author, at: time)
  }
}
