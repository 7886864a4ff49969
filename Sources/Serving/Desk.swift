import CMicrohttpd

/// Where requests arrive from libmicrohttpd, piece by piece, and answers leave.
final class Desk: Sendable {
  private let mostBytes: Int
  private let answering: HTTPServer.Answering

  init(mostBytes: Int, answering: @escaping HTTPServer.Answering) {
    self.mostBytes = mostBytes
    self.answering = answering
  }

  /// A body on its way in.
  private final class Arrival {
    var body: [UInt8] = []
    var isTooLarge = false
  }

  /// Called once when the head is there, for each piece of the body, and once at the end.
  static let receive: MHD_AccessHandlerCallback = {
    context, connection, url, method, _, piece, size, state in
    guard let context = unsafe context, let connection = unsafe connection,
      let url = unsafe url, let method = unsafe method, let size = unsafe size,
      let state = unsafe state
    else { return .NO }
    let desk = unsafe Unmanaged<Desk>.fromOpaque(context).takeUnretainedValue()
    guard let known = unsafe state.pointee else {
      unsafe state.pointee = Unmanaged.passRetained(Arrival()).toOpaque()
      return .YES
    }
    let arrival = unsafe Unmanaged<Arrival>.fromOpaque(known).takeUnretainedValue()
    if unsafe size.pointee > 0, let piece = unsafe piece {
      let bytes = unsafe UnsafeRawBufferPointer(start: piece, count: size.pointee)
      unsafe desk.take(bytes, into: arrival)
      unsafe size.pointee = 0
      return .YES
    }
    let request = unsafe HTTPRequest(
      method: String(cString: method), path: String(cString: url),
      query: fields(of: connection, .GET_ARGUMENT_KIND).map {
        .init(Percent.decoded($0.name.utf8), Percent.decoded($0.value.utf8))
      },
      headers: fields(of: connection, .HEADER_KIND), body: arrival.body,
      isTooLarge: arrival.isTooLarge)
    return unsafe Departure.send(desk.answering(request), on: connection)
  }

  static let complete: MHD_RequestCompletedCallback = { _, _, state, _ in
    guard let known = unsafe state?.pointee else { return }
    unsafe Unmanaged<Arrival>.fromOpaque(known).release()
    unsafe state?.pointee = nil
  }

  /// Too long a body is read to its end, so that the client hears why, but not kept.
  private func take(_ bytes: UnsafeRawBufferPointer, into arrival: Arrival) {
    if arrival.isTooLarge || arrival.body.count + bytes.count > mostBytes {
      arrival.isTooLarge = true
      arrival.body = []
    } else {
      unsafe arrival.body.append(contentsOf: bytes)
    }
  }

  private static func fields(
    of connection: OpaquePointer, _ kind: MHD_ValueKind
  ) -> [HTTPRequest.Field] {
    var found: [HTTPRequest.Field] = []
    unsafe withUnsafeMutablePointer(to: &found) { found in
      _ = unsafe MHD_get_connection_values(
        connection, kind,
        { context, _, name, value in
          guard let context = unsafe context, let name = unsafe name else { return .YES }
          let found = unsafe context.assumingMemoryBound(to: [HTTPRequest.Field].self)
          let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
          unsafe found.pointee.append(.init(String(cString: name), text))
          return .YES
        }, found)
    }
    return found
  }
}
