import Glibc

/// What the operating system refused, in words that a person can act on.
package enum HostError: Error, Equatable, Sendable {
  // Files and folders.
  case notFound(String)
  case alreadyExists(String)
  case notPermitted(String)
  case symlink(String)
  case notRegular(String)
  case notFolder(String)
  case otherOwner(String)
  case tooOpen(String)
  case diskFull
  case busy(String)

  // What was read.
  case tooLarge(String, limit: Int)
  case endOfInput
  case hungUp
  case interrupted
  case noTerminal
  case notText(String)

  // Conversations.
  case pathTooLong(limit: Int)
  case alreadyListening
  case nobodyListens
  case wrongPeer(uid: UInt32)
  case cutOff
  case closed
  case timedOut
  case malformedFrame(String)

  // Processes.
  case traced
  case cannotStart(String)

  /// Any other call that failed: what was attempted and the system's error number.
  case failed(String, Int32)

  /// The system's error number about a file, as the case that says it best.
  package static func about(_ path: String, doing action: String, _ number: Int32) -> HostError {
    switch number {
    case ENOENT: .notFound(path)
    case EEXIST: .alreadyExists(path)
    case EACCES, EPERM: .notPermitted(path)
    case ELOOP: .symlink(path)
    case ENOTDIR: .notFolder(path)
    case ENOSPC, EDQUOT: .diskFull
    default: .failed("\(action) \(path)", number)
    }
  }
}

extension HostError {
  /// What happened.
  package var message: String {
    switch self {
    case .notFound(let path): "\(path) does not exist"
    case .alreadyExists(let path): "\(path) exists already"
    case .notPermitted(let path): "\(path) may not be used by this user"
    case .symlink(let path): "\(path) is a symbolic link"
    case .notRegular(let path): "\(path) is not an ordinary file"
    case .notFolder(let path): "\(path) is not a folder"
    case .otherOwner(let path): "\(path) belongs to another user"
    case .tooOpen(let path): "\(path) is open to other users"
    case .diskFull: "the disk is full"
    case .busy(let what): "\(what) is in use"
    case .tooLarge(let what, let limit): "\(what) is larger than \(limit) bytes"
    case .endOfInput: "the input ended before anything was typed"
    case .hungUp: "the terminal hung up"
    case .interrupted: "interrupted"
    case .noTerminal: "there is no terminal to ask on"
    case .notText(let what): "\(what) is not UTF-8 text"
    case .pathTooLong(let limit): "the path of the socket is longer than \(limit) bytes"
    case .alreadyListening: "an agent listens on this socket already"
    case .nobodyListens: "no agent listens on this socket"
    case .wrongPeer(let uid): "the other end belongs to the user with id \(uid)"
    case .cutOff: "the conversation was cut off in the middle of a message"
    case .closed: "the other end has closed"
    case .timedOut: "the other end took too long"
    case .malformedFrame(let reason): "the other end sent a malformed message: \(reason)"
    case .traced: "the agent is being traced"
    case .cannotStart(let program): "\(program) could not be started"
    case .failed(let action, let number): "cannot \(action): \(Self.systemText(number))"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .notFound: "check the path"
    case .alreadyExists: "choose another path, or move the file away first"
    case .notPermitted: "check the owner and the mode of the file and of its folders"
    case .symlink: "name the file itself"
    case .notRegular: "name an ordinary file"
    case .notFolder: "name a folder"
    case .otherOwner: "use a file of your own"
    case .tooOpen(let path): "close it to others: chmod go-rwx \(path)"
    case .diskFull: "make room on the disk and try again"
    case .busy: "wait for the other command to finish and try again"
    case .tooLarge: "check that this is the right input"
    case .endOfInput, .hungUp: "type the answer at the prompt, or pass it as a file"
    case .noTerminal: "run it on a terminal, or pass the value as a file or on standard input"
    case .notText: "convert it to UTF-8"
    case .pathTooLong: "use a shorter path, for example by a shorter XDG_RUNTIME_DIR"
    case .alreadyListening: "use the running agent, or stop it first"
    case .nobodyListens: "open a session first"
    case .wrongPeer: "find out who put a socket in this place"
    case .interrupted, .cutOff, .closed, .timedOut: "try again"
    case .malformedFrame: "make sure that both programs are of the same release"
    case .traced: "end the debugger or tracer and try again"
    case .cannotStart: "make sure that both programs are installed in the same folder"
    case .failed: "see the system's reason above"
    }
  }

  /// The system's words for an error number, without its capital letter.
  private static func systemText(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    let words = unsafe String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
