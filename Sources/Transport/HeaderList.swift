import CCurl
import Sealing

/// The lines at the head of a request as libcurl takes them, wiped when dropped.
@safe
struct HeaderList: ~Copyable, Sendable {
  /// All lines, each ended by a zero, in the one place where they are.
  private let text: SecretBytes
  private nonisolated(unsafe) let nodes: UnsafeMutableBufferPointer<curl_slist>

  /// Writes the lines of a request and takes away those which libcurl would add by itself.
  init(_ request: Request) throws(TransportError) {
    for header in request.headers { try header.check() }
    // Neither waiting for a permission to send the body, nor a type that nobody named.
    var removed = ["Expect:"]
    if !request.headers.contains(where: { $0.isNamed("content-type") }) {
      removed.append("Content-Type:")
    }
    let count =
      request.headers.reduce(0) { $0 + $1.name.utf8.count + 3 + $1.valueCount }
      + removed.reduce(0) { $0 + $1.utf8.count + 1 }
    text = SecretBytes(count: count) { output in
      for header in request.headers { Self.write(header, to: &output) }
      for line in removed {
        for byte in line.utf8 { output.append(byte) }
        output.append(0)
      }
    }
    unsafe nodes = .allocate(capacity: request.headers.count + removed.count)
    link()
  }

  deinit { unsafe nodes.deallocate() }

  /// The first line, good for as long as this is.
  @unsafe var first: UnsafeMutablePointer<curl_slist>? { unsafe nodes.baseAddress }

  private static func write(_ header: Header, to output: inout OutputSpan<UInt8>) {
    for byte in header.name.utf8 { output.append(byte) }
    // `Name:` alone would remove a header, `Name;` sends it without a value.
    output.append(UInt8(ascii: header.valueCount == 0 ? ";" : ":"))
    if header.valueCount > 0 { output.append(UInt8(ascii: " ")) }
    switch header.value {
    case .text(let text):
      for byte in text.utf8 { output.append(byte) }
    case .secret(let prefix, let secret):
      for byte in prefix.utf8 { output.append(byte) }
      let bytes = secret.span
      for index in bytes.indices { output.append(bytes[index]) }
    }
    output.append(0)
  }

  /// Has each node point at its line; the text never moves, and libcurl only reads it.
  private func link() {
    let bytes = text.bytes
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      var line = 0
      for index in unsafe nodes.indices {
        let data = unsafe UnsafeMutableRawPointer(mutating: start + line)
          .assumingMemoryBound(to: CChar.self)
        let next =
          unsafe index + 1 < nodes.count ? nodes.baseAddress.map { unsafe $0 + index + 1 } : nil
        unsafe nodes.initializeElement(at: index, to: curl_slist(data: data, next: next))
        while line < buffer.count, unsafe buffer[line] != 0 { line += 1 }
        line += 1
      }
    }
  }
}
