import Console
import Glibc
import Host

/// The client: hardens itself before it reads a byte, then runs one command.
@main
enum Coffer {
  static func main() {
    Hardening.hardenClient()
    exit(Console.run(CommandLine.arguments))
  }
}
