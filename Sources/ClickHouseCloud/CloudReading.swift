import Moving
package import Sealing

/// Answers of the API, read where they lie; every part may be missing.
package enum CloudReading {
  package typealias Body = (Span<UInt8>, Range<Int>) -> Void

  /// What an error says, in locked memory, as it may repeat what we sent; nil if this is not the
  /// API's own form.
  package static func complaint(_ bytes: Span<UInt8>) -> SecretBytes? {
    var found: Secret?
    CloudObject.members(bytes, in: 0..<bytes.count) { (name, value) throws(MovingError) in
      guard name == "error" else { return }
      switch value {
      case .string(let place, let isEscaped):
        found = Secret(try JSONString.bytes(place, isEscaped: isEscaped, of: bytes))
      case .object(let place), .array(let place):
        found = Secret(SecretBytes(copying: bytes.extracting(place)))
      case .word, .null: break
      }
    }
    return found?.bytes.copy()
  }

  /// Where `result` stands in the envelope; nil if there is none.
  static func result(_ bytes: Span<UInt8>) -> JSONCursor.Value? {
    CloudObject(bytes, 0..<bytes.count)?["result"]
  }

  /// Whether this is an envelope at all.
  static func isEnvelope(_ bytes: Span<UInt8>) -> Bool {
    CloudObject(bytes, 0..<bytes.count) != nil
  }

  package static func organizations(_ bytes: Span<UInt8>) -> [CloudOrganization]? {
    list(bytes) { object in
      object.text("id", bytes).map { CloudOrganization(id: $0, name: object.text("name", bytes)) }
    }
  }

  package static func keys(_ bytes: Span<UInt8>) -> [CloudKey]? {
    list(bytes) { key($0, bytes) }
  }

  package static func key(_ bytes: Span<UInt8>) -> CloudKey? {
    object(bytes).flatMap { key($0, bytes) }
  }

  /// A key that was made, its secret straight into locked memory.
  package static func createdKey(_ bytes: Span<UInt8>) -> CreatedKey? {
    guard let made = object(bytes), case .object(let place)? = made["key"],
      let inner = CloudObject(bytes, place), let key = key(inner, bytes)
    else { return nil }
    return CreatedKey(
      key: key, keyID: made.text("keyId", bytes), keySecret: made.secret("keySecret", bytes))
  }

  /// The password that the far side made; nil where it made none.
  package static func password(_ bytes: Span<UInt8>) -> Secret? {
    object(bytes)?.secret("password", bytes)
  }

  package static func services(_ bytes: Span<UInt8>) -> [CloudService]? {
    list(bytes) { service($0, bytes) }
  }

  package static func service(_ bytes: Span<UInt8>) -> CloudService? {
    object(bytes).flatMap { service($0, bytes) }
  }

  package static func activities(_ bytes: Span<UInt8>) -> [CloudActivity]? {
    list(bytes) { object in
      guard let id = object.text("id", bytes) else { return nil }
      var activity = CloudActivity(id: id)
      activity.kind = object.text("type", bytes)
      activity.actor = object.text("actorType", bytes)
      activity.address = object.text("actorIpAddress", bytes)
      activity.keyID = object.text("keyId", bytes)
      activity.serviceID = object.text("serviceId", bytes)
      activity.at = object.time("createdAt", bytes)
      return activity
    }
  }

  private static func object(_ bytes: Span<UInt8>) -> CloudObject? {
    guard case .object(let place)? = result(bytes) else { return nil }
    return CloudObject(bytes, place)
  }

  /// The elements that can be read; nil where there is no list.
  private static func list<Element>(
    _ bytes: Span<UInt8>, _ read: (CloudObject) -> Element?
  ) -> [Element]? {
    guard case .array(let place)? = result(bytes) else { return nil }
    var found: [Element] = []
    guard
      CloudObject.elements(
        bytes, in: place,
        { element in
          guard case .object(let place) = element, let object = CloudObject(bytes, place),
            let read = read(object)
          else { return }
          found.append(read)
        })
    else { return nil }
    return found
  }

  private static func key(_ object: CloudObject, _ bytes: Span<UInt8>) -> CloudKey? {
    guard let id = object.text("id", bytes) else { return nil }
    var key = CloudKey(id: id)
    key.name = object.text("name", bytes)
    key.state = object.text("state", bytes).map { CloudKey.State($0) }
    key.suffix = object.text("keySuffix", bytes)
    key.roles = object.objects("assignedRoles", bytes).compactMap { role in
      role.text("roleId", bytes).map { .init(id: $0, name: role.text("roleName", bytes)) }
    }
    key.oldRoles = object.texts("roles", bytes)
    key.createdAt = object.time("createdAt", bytes)
    key.expiresAt = object.time("expireAt", bytes)
    key.usedAt = object.time("usedAt", bytes)
    key.ipAccess = ipAccess(object, bytes)
    return key
  }

  private static func service(_ object: CloudObject, _ bytes: Span<UInt8>) -> CloudService? {
    guard let id = object.text("id", bytes) else { return nil }
    var service = CloudService(id: id)
    service.name = object.text("name", bytes)
    service.provider = object.text("provider", bytes)
    service.region = object.text("region", bytes)
    service.state = object.text("state", bytes).map { CloudService.State($0) }
    service.endpoints = object.objects("endpoints", bytes).compactMap { endpoint in
      guard let kind = endpoint.text("protocol", bytes), let host = endpoint.text("host", bytes)
      else { return nil }
      return .init(kind: kind, host: host, port: endpoint.number("port", bytes))
    }
    service.ipAccess = ipAccess(object, bytes)
    service.isPrimary = object.flag("isPrimary", bytes)
    service.isReadOnly = object.flag("isReadonly", bytes)
    return service
  }

  private static func ipAccess(_ object: CloudObject, _ bytes: Span<UInt8>) -> [IPEntry]? {
    guard case .array? = object["ipAccessList"] else { return nil }
    return object.objects("ipAccessList", bytes).compactMap { entry in
      entry.text("source", bytes).map { IPEntry($0, note: entry.text("description", bytes)) }
    }
  }
}
