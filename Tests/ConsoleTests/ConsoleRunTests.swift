import Console
import Glibc
import Testing

@Suite struct ConsoleRunTests {
  @Test(
    arguments: [
      (["help", "exit"], 0), (["help", "add", "clickhouse"], 0), (["help", "--man"], 0),
      (["version"], 0), (["completions", "bash"], 0), (["completions", "tcsh"], 2),
      (["completions", "--names", "types"], 0), (["nonsense"], 2),
      (["help", "add", "nonsense"], 8),
      (["key", "add"], 2), (["unlock", "--idle", "soon"], 2),
      (["list", "--key-file", "a", "--identity", "b"], 2),
      (["list", "--vault", "/nonexistent/x.coffer", "--key-file", "a"], 3),
      (["key", "new", "/nonexistent/f", "--pin", "abc"], 8),
      (["key", "add", "--recipient", "coffer-recipient-00"], 8),
    ] as [([String], Int32)])
  func `ends as it should`(words: [String], status: Int32) throws {
    let null = unsafe open("/dev/null", O_WRONLY)
    defer { close(null) }
    #expect(Console.run(["coffer"] + words, on: Printer(output: null, errors: null)) == status)
  }
}
