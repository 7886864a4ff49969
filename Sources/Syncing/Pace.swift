/// Runs many jobs, so many at a time, and starts no more of them once it is cancelled.
package enum Pace {
  package static func run<Job: Sendable>(
    _ jobs: [Job], atOnce limit: Int, _ body: @escaping @Sendable (Job) async -> Void
  ) async {
    await withTaskGroup(of: Void.self) { group in
      var next = jobs.makeIterator()
      for _ in 0..<max(1, limit) {
        guard let job = next.next() else { break }
        group.addTask { await body(job) }
      }
      while await group.next() != nil {
        guard !Task.isCancelled, let job = next.next() else { continue }
        group.addTask { await body(job) }
      }
    }
  }
}
