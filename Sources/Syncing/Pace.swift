/// Runs many jobs, so many at a time, and starts no more of them once it is cancelled.
package enum Pace {
  package static func run<Job: Sendable>(
    _ jobs: [Job], atOnce limit: Int, _ body: @escaping @Sendable (Job) async -> Void
  ) async {
    _ = await results(of: jobs, atOnce: limit, body)
  }

  /// What comes of each job, in no order.
  package static func results<Job: Sendable, Result: Sendable>(
    of jobs: [Job], atOnce limit: Int, _ body: @escaping @Sendable (Job) async -> Result
  ) async -> [Result] {
    await withTaskGroup(of: Result.self) { group in
      var results: [Result] = []
      results.reserveCapacity(jobs.count)
      var next = jobs.makeIterator()
      for _ in 0..<max(1, limit) {
        guard let job = next.next() else { break }
        group.addTask { await body(job) }
      }
      while let result = await group.next() {
        results.append(result)
        guard !Task.isCancelled, let job = next.next() else { continue }
        group.addTask { await body(job) }
      }
      return results
    }
  }
}
