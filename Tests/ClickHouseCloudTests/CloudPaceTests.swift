import Host
import TestSupport
import Testing

@testable import ClickHouseCloud

/// The count of requests that processes share.
@Suite struct CloudPaceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func pace(_ limit: CloudPace.Limit = .init(), key: String = "key") -> CloudPace {
    CloudPace(folder: folder.path, keyID: key, limit: limit)
  }

  @Test func `gives ten places at once and the next ones when the window has passed`() async throws
  {
    var waits: [Duration] = []
    // Each by a counter of its own, as in another process.
    for _ in 0..<21 { waits.append(try await pace().place(atMost: .seconds(60))) }
    #expect(waits[..<10].allSatisfy { $0 == .zero })
    #expect(waits[10..<20].allSatisfy { $0 > .seconds(5) && $0 <= .milliseconds(10_500) })
    #expect(waits[20] > .seconds(15))
    #expect(try await pace(key: "another").place(atMost: .zero) == .zero)
  }

  @Test func `takes no place that nobody would wait for`() async throws {
    for _ in 0..<10 { _ = try await pace().place(atMost: .zero) }
    for _ in 0..<3 {
      do throws(CloudError) {
        _ = try await pace().place(atMost: .seconds(1))
        Issue.record("an eleventh place was given")
      } catch .rateLimited(let wait) {
        #expect(wait <= .milliseconds(10_500))
      }
    }
  }

  @Test func `tells everybody that the service wants to be left alone`() async throws {
    try await pace().close(for: .seconds(30))
    #expect(try await pace().place(atMost: .seconds(60)) > .seconds(20))
  }

  @Test func `gives no more places than there are to many at once`() async throws {
    let limit = CloudPace.Limit(requests: 10, window: .seconds(600))
    let free = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<40 {
        group.addTask { (try? await pace(limit).place(atMost: .zero)) != nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(free == 10)
  }

  @Test func `makes nothing of a file that was written before the last boot, or is damaged`() {
    let limit = CloudPace.Limit()
    for text in [
      "", "x", "99999999999 1 2", "-5 -9223372036854775808 9223372036854775807", "0", "\u{0}\n",
      "9223372036854775807", "1 2 3 4 5 6 7 8 9 10 11 12 13",
    ] {
      let record = CloudPace.Record(text, now: 1_000_000, keeping: limit)
      #expect(record.wait(from: 1_000_000, limit) == 0, "\(text)")
    }
  }

  @Test func `keeps nothing of the Key ID`() async throws {
    _ = try await pace(key: "VISIBLEKEYID").place(atMost: .zero)
    let names = try Files.names(in: folder.path)
    #expect(names.count == 1)
    for name in names {
      #expect(!name.contains("VISIBLE"))
      let text = try Files.readSmall(folder.file(name), limit: 4_096)
      #expect(!String(decoding: text, as: UTF8.self).contains("VISIBLE"))
    }
  }
}
