import Catalog
import Host
import Messages
import Moving
import Sealing

// The client opens the file itself: the agent opens no path that somebody else names.

extension ImportPlan {
  /// More than a file of credentials ever is.
  static let limit = 256 << 20

  /// Reads the whole file, or everything in a `pass` folder.
  func read(_ context: inout Context) throws(Failure) -> Baggage {
    if path != "-", FolderTree.isFolder(path) {
      guard format == nil || format == .pass else {
        throw .usage("\(Printer.cleaned(path)) is a folder", hint: "name a file")
      }
      return try readPass(&context)
    }
    guard format != .pass else {
      throw .usage("a pass tree is a folder", hint: "name it, such as ~/.password-store")
    }
    let contents = Secret(try bytes())
    if contents.count == 0 { throw Failure(MovingError.empty) }
    guard let format = format ?? InputFormat.guess(contents.span, name: path) else {
      throw Failure(contents.count > 2 ? MovingError.unknownFormat : .empty)
    }
    guard format == .script || environmentFile == nil && workspace == nil else {
      throw .usage(
        "\(Printer.cleaned(path)) is no script, and --env-file and --workspace are for scripts",
        hint: "leave them out, or say --format \(InputFormat.script.rawValue)")
    }
    if format == .script { return try readScript(contents) }
    if format == .export, ExportHeader.isExport(contents.span) {
      return try readExport(contents, &context)
    }
    var intake = Intake()
    // An export in plain text is JSON lines.
    let form = format == .export ? InputFormat.jsonl : format
    do throws(MovingError) {
      try intake.read(contents.span, as: form, maps: maps, usual: type)
    } catch {
      throw Failure(error).about(path)
    }
    return Baggage(intake, form)
  }

  private func readScript(_ contents: Secret) throws(Failure) -> Baggage {
    guard maps.isEmpty, type == nil else {
      throw .usage("a script says by itself what is what", hint: "leave out --map and --type")
    }
    var environment = ScriptEnvironment()
    if let environmentFile {
      let file = Secret(try told(try Files.readSecret(environmentFile, limit: 1 << 20)))
      do throws(LineProblem) {
        environment = try ScriptEnvironment(file.span)
      } catch {
        throw Failure(error.error).about("\(environmentFile): line \(error.line)")
      }
    }
    var intake = Intake()
    do throws(MovingError) {
      let findings = try intake.readScript(contents.span, environment, workspace: workspace)
      return Baggage(intake, .script, findings)
    } catch {
      throw Failure(error).about(path)
    }
  }

  private func bytes() throws(Failure) -> SecretBytes {
    guard path == "-" else { return try told(try Files.readSecret(path, limit: Self.limit)) }
    do throws(HostError) {
      return try Files.readSecret(descriptor: 0, limit: Self.limit)
    } catch .failed(_, _) {
      throw .usage("standard input cannot be read", hint: "give it, like: coffer import - < FILE")
    } catch {
      throw Failure(error)
    }
  }

  private func readExport(
    _ contents: Secret, _ context: inout Context
  ) throws(Failure) -> Baggage {
    let bytes = contents.span
    let found = try moved(try ExportHeader.read(bytes))
    let key = try context.exportKey(found.header, self)
    let pieces = try moved(
      try ExportPiece.openAll(of: bytes, from: found.end, header: found.header, key: key))
    var count = 0
    for piece in pieces {
      try Pieces.forEach(
        in: piece,
        mapping: { _ in Failure(MovingError.damagedExport("a piece of it cannot be read")) }
      ) { _ throws(Failure) in count += 1 }
    }
    return Baggage(export: pieces, count: count)
  }

  /// Has gpg open each entry, one after the other.
  private func readPass(_ context: inout Context) throws(Failure) -> Baggage {
    let entries = try told(try FolderTree.files(in: path, ending: ".gpg"))
    guard !entries.isEmpty else {
      throw Failure(
        .invalid, "there is no entry of pass in \(Printer.cleaned(path))", hint: "check the path")
    }
    guard let gpg = Runner.find("gpg") ?? Runner.find("gpg2") else {
      throw Failure(.notFound, "gpg is not installed", hint: "install it: apt-get install gnupg")
    }
    context.printer.flush()
    let type = if let type { type } else { try known(try Types.find("secret")) }
    var intake = Intake()
    var sorted: Assignments?
    if !maps.isEmpty {
      sorted = try moved(try Assignments(maps, usual: type, calling: "pass tree"))
    }
    for (number, entry) in entries.enumerated() {
      let name = String(entry.dropLast(4))
      let opened = try told(
        try Runner.output(
          of: gpg, ["--quiet", "--batch", "--yes", "--decrypt", "--", path + "/" + entry],
          environment: Environment.entries(Self.gpgVariables), limit: 1 << 20))
      guard let contents = opened else {
        throw Failure(
          .wrongKey, "gpg did not open \(Printer.cleaned(name))",
          hint: "see why with: gpg --decrypt \(Printer.cleaned(path + "/" + entry))")
      }
      do throws(MovingError) {
        if sorted != nil {
          let value = PassEntry.firstLine(of: contents)
          try sorted?.take(name, value, line: number + 1)
        } else {
          intake.add(try PassEntry.draft(name, contents, type: type, line: number + 1))
        }
      } catch {
        intake.note(error, at: number + 1)
      }
    }
    if let sorted { try moved(try intake.take(sorted)) }
    return Baggage(intake, .pass)
  }

  /// What gpg needs to find its keys and to ask for their passphrase.
  private static let gpgVariables = [
    "HOME", "PATH", "GNUPGHOME", "GPG_TTY", "GPG_AGENT_INFO", "PINENTRY_USER_DATA", "TERM",
    "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR",
    "LANG", "LC_ALL",
  ]
}

extension Context {
  /// The key of a sealed export, by whatever it is opened with.
  mutating func exportKey(
    _ header: ExportHeader, _ plan: ImportPlan
  ) throws(Failure) -> SecretBytes {
    switch header.lock {
    case .recipient:
      guard let path = plan.identity else {
        throw Failure(
          .locked, "the export is sealed to a recipient",
          hint: "give their identity file with --from-identity FILE")
      }
      let file = try told(try Files.readSecret(path, limit: 65_536))
      return try Self.key(header, try Self.keys(inIdentity: file, at: path))
    case .passphrase:
      let passphrase: Secret
      if let number = plan.passphraseDescriptor {
        passphrase = try KeyReading.passphrase(descriptor: number)
      } else {
        guard hasPerson else {
          throw Failure(
            .locked, "the export is sealed under a passphrase",
            hint: "give it with --from-passphrase-fd N, or run this on a terminal")
        }
        passphrase = Secret(try askSecret("Passphrase of the export: "))
      }
      guard let key = try Self.key(header, passphrase) else {
        throw Failure(
          .wrongKey, "this passphrase does not open the export", hint: "try again")
      }
      return key
    }
  }

  private static func keys(
    inIdentity file: borrowing SecretBytes, at path: String
  ) throws(Failure) -> BoxKeys {
    guard let body = IdentityFile.body(in: file.bytes) else {
      throw Failure(
        .wrongKey, "\(Printer.cleaned(path)) is no identity file", hint: "check the path")
    }
    let place = body.lowerBound..<body.lowerBound + BoxKeys.size
    do throws(SealingError) {
      return try BoxKeys(
        secretKey: SecretBytes(copying: file.bytes.extracting(place), in: .guarded))
    } catch {
      throw Failure(error)
    }
  }

  private static func key(
    _ header: ExportHeader, _ keys: borrowing BoxKeys
  ) throws(Failure) -> SecretBytes {
    do throws(MovingError) { return try header.key(for: keys) } catch { throw Failure(error) }
  }

  private static func key(
    _ header: ExportHeader, _ passphrase: Secret
  ) throws(Failure) -> SecretBytes? {
    do throws(MovingError) {
      return try header.key(passphrase: passphrase.span)
    } catch {
      throw Failure(error)
    }
  }
}

extension Failure {
  /// The same, saying of which file.
  func about(_ path: String) -> Failure {
    Failure(
      status, code: code, "\(Printer.cleaned(path)): \(message)", hint: hint, unknown: unknown,
      known: known)
  }
}
