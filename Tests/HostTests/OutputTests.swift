import Foundation
import Host
import Testing

@Suite struct OutputTests {
  @Test func `writes all of it to a slow, non-blocking reader`() async throws {
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting.fileDescriptor
    _ = fcntl(writer, F_SETFL, fcntl(writer, F_GETFL) | O_NONBLOCK)
    let bytes = (0..<500_000).map { UInt8(truncatingIfNeeded: $0) }
    let reading = pipe.fileHandleForReading
    let reader = Task.detached { try reading.readToEnd() }
    try Output.write(writer, bytes.span)
    try pipe.fileHandleForWriting.close()
    #expect(try await reader.value == Data(bytes))
  }

  @Test func `says that the reader has gone`() async {
    await #expect(processExitsWith: .success) {
      Hardening.hardenClient()
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      do {
        try Output.write(pipe.fileHandleForWriting.fileDescriptor, "x")
        exit(1)
      } catch HostError.closed {
        exit(0)
      }
    }
  }

  @Test(.enabled(if: Files.exists("/dev/full"))) func `says that the disk is full`() throws {
    let full = try Files.open("/dev/full", O_WRONLY)
    #expect(throws: HostError.diskFull) { try Output.write(full.number, "x") }
  }
}
