import CMicrohttpd
import Glibc

/// An answer on its way out, as badly as it is meant to go.
final class Departure {
  private let body: [UInt8]
  /// From where on nothing is sent any more.
  private let end: Int
  /// What to wait before each byte; without it, pieces go out as large as they may.
  private let pause: timespec?

  private init(body: [UInt8], end: Int, pause: timespec?) {
    self.body = body
    self.end = end
    self.pause = pause
  }

  /// Hands an answer to libmicrohttpd; what is `dropped` closes the connection instead.
  static func send(_ reply: HTTPReply, on connection: OpaquePointer) -> MHD_Result {
    let response: OpaquePointer?
    switch reply.delivery {
    case .dropped: return .NO
    case .whole:
      unsafe response = unsafe reply.body.withUnsafeBytes { bytes in
        unsafe MHD_create_response_from_buffer(
          bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
      }
    case .half:
      let departure = Departure(body: reply.body, end: reply.body.count / 2, pause: nil)
      unsafe response = unsafe departure.response()
    case .slow(let milliseconds):
      let nanoseconds = Int(max(0, milliseconds) * 1_000_000)
      let pause = timespec(
        tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
      let departure = Departure(body: reply.body, end: reply.body.count, pause: pause)
      unsafe response = unsafe departure.response()
    }
    guard let response = unsafe response else { return .NO }
    defer { unsafe MHD_destroy_response(response) }
    for field in reply.headers {
      _ = unsafe MHD_add_response_header(response, field.name, field.value)
    }
    return unsafe MHD_queue_response(connection, UInt32(clamping: reply.status), response)
  }

  /// Keeps itself alive until libmicrohttpd has done with it.
  private func response() -> OpaquePointer? {
    unsafe MHD_create_response_from_callback(
      UInt64(body.count), 16_384,
      { context, position, room, most in
        guard let context = unsafe context, let room = unsafe room else {
          return cmicrohttpd_cut_off()
        }
        let departure = unsafe Unmanaged<Departure>.fromOpaque(context).takeUnretainedValue()
        return unsafe departure.fill(room, from: Int(clamping: position), most: most)
      },
      Unmanaged.passRetained(self).toOpaque(),
      { context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<Departure>.fromOpaque(context).release()
      })
  }

  private func fill(_ room: UnsafeMutablePointer<CChar>, from position: Int, most: Int) -> Int {
    guard position < end else { return cmicrohttpd_cut_off() }
    var count = min(most, end - position)
    if var pause {
      _ = unsafe nanosleep(&pause, nil)
      count = 1
    }
    unsafe body.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(room).copyMemory(from: base + position, byteCount: count)
    }
    return count
  }
}
