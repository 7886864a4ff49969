import Foundation
import Messages

extension FuzzTarget {
  /// The header of a question: what can be read can be written, and reads the same again.
  static let requests = FuzzTarget(name: "requests", about: "the header of a question") { input in
    guard Nesting.isShallow(input.array) else { return }
    let data = Data(input.array)
    _ = try? JSONDecoder().decode(RequestVersion.self, from: data)
    guard let request = try? JSONDecoder().decode(Request.self, from: data) else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written = try encoder.encode(request)
    let again = try encoder.encode(try JSONDecoder().decode(Request.self, from: written))
    try promise(written == again, "a question changed on its way")
    _ = MessageRule.of(request.message.kind)
  }
}
