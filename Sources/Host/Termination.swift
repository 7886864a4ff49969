import CLinux
import Dispatch
import Glibc

/// Hears the signal by which this process is told to end, so that it can end in order.
package final class Termination {
  private let source: any DispatchSourceSignal

  /// Calls `body` each time, from now on and for as long as this is kept.
  package init(_ body: @escaping @Sendable () -> Void) {
    // Nothing else may happen to the signal than being heard.
    clinux_ignore_signal(SIGTERM)
    source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
    source.setEventHandler(handler: body)
    source.resume()
  }

  deinit { source.cancel() }
}
