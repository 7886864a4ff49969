package import Sealing

/// One message on the wire: a header that holds no secret, and the secrets that belong to it.
package struct Frame: Sendable {
  package var header: [UInt8]
  package var attachments: [Secret]

  package init(header: [UInt8], attachments: [Secret] = []) {
    self.header = header
    self.attachments = attachments
  }
}
