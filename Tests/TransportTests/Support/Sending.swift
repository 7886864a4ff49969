import Sealing
import TestSupport
import Testing
import Transport

extension Courier {
  /// What a request that must fail fails with.
  func failure(_ request: Request) async -> TransportError? {
    do throws(TransportError) {
      _ = try await send(request)
      return nil
    } catch {
      return error
    }
  }

  /// Sends all of them at once and gives what became of each, in their order.
  func sendAll(_ requests: [Request]) async -> [Result<Answer, TransportError>] {
    await withTaskGroup(of: (Int, Result<Answer, TransportError>).self) { group in
      for (index, request) in requests.enumerated() {
        group.addTask {
          do throws(TransportError) {
            return (index, .success(try await self.send(request)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var found: [(Int, Result<Answer, TransportError>)] = []
      for await one in group { found.append(one) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}

extension Request {
  /// A request without encryption, as to the tests' own server.
  static func plain(
    _ method: Transport.Method, _ url: String, headers: [Header] = [], body: String? = nil,
    limits: Limits = Limits()
  ) -> Request {
    Request(
      method, url, headers: headers, body: body.map { Secret(text: $0) }, security: .plain,
      limits: limits)
  }
}

/// Waits until something holds, or for so long that it never will.
func eventually(_ holds: @Sendable () -> Bool) async throws -> Bool {
  for _ in 0..<5_000 {
    if holds() { return true }
    try await Task.sleep(for: .milliseconds(1))
  }
  return false
}
