import Host
import Messages

/// Where an export goes: a private file that gets its name at the end, or standard output.
struct ExportTarget: ~Copyable {
  private var file: PrivateFile?

  init(_ path: String?) throws(Failure) {
    if let path {
      file = try told(try PrivateFile(at: path))
    } else {
      file = nil
    }
  }

  func write(_ bytes: borrowing Span<UInt8>) throws(Failure) {
    do throws(HostError) {
      switch file {
      case .some(let file): try file.write(bytes)
      case .none: try Output.write(1, bytes)
      }
    } catch {
      throw Failure(error)
    }
  }

  consuming func finish(replacing: Bool) throws(Failure) {
    guard let file = file.take() else { return }
    do throws(HostError) {
      try file.keep(replacing: replacing)
    } catch {
      throw Failure(error)
    }
  }
}
