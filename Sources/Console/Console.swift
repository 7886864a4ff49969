import Arguments
import Host
import Messages

/// The client as a whole: reads the command line, runs the command, says how it ended.
package enum Console {
  /// Runs one command line, the program's name first, and gives the exit status.
  package static func run(_ line: [String], on printer: Printer = Printer()) -> Int32 {
    let words = Array(line.dropFirst())
    let grammar = CofferGrammar.grammar
    var printer = printer
    do throws(Failure) {
      if let page = try HelpTopics.page(words, width: printer.width ?? 80) {
        printer.raw(page)
        return finish(&printer, .done, asJSON: false)
      }
      switch try understood(try grammar.parse(words)) {
      case .help(let topic):
        printer.raw(HelpText(grammar, width: printer.width ?? 80).page(topic))
        return finish(&printer, .done, asJSON: false)
      case .version:
        printer.out("coffer \(Conversation.build)")
        return finish(&printer, .done, asJSON: false)
      case .run(let invocation):
        return run(invocation, on: printer)
      }
    } catch {
      return finish(&printer, error, asJSON: grammar.mentions("json", in: words))
    }
  }

  private static func run(_ invocation: Invocation, on printer: Printer) -> Int32 {
    var printer = printer
    do throws(Failure) {
      let options = try GlobalOptions(invocation)
      var context = Context(printer: printer, options: options)
      do throws(Failure) {
        guard let command = Commands.all.first(where: { $0.spec.name == invocation.command.name })
        else { throw .misunderstood }
        let status = try command.run(invocation, &context)
        context.keepCheckpoint()
        return finish(&context.printer, status, asJSON: options.json)
      } catch {
        context.keepCheckpoint()
        return finish(&context.printer, error, asJSON: options.json)
      }
    } catch {
      return finish(&printer, error, asJSON: invocation.flag("json"))
    }
  }

  private static func finish(_ printer: inout Printer, _ failure: Failure, asJSON: Bool) -> Int32 {
    printer.flush()
    for line in ErrorReport(failure).lines(asJSON: asJSON) { printer.err(line) }
    return failure.status.rawValue
  }

  /// A result that nobody got is no success, unless the reader simply had enough of it.
  private static func finish(
    _ printer: inout Printer, _ status: ExitStatus, asJSON: Bool
  ) -> Int32 {
    printer.flush()
    guard let trouble = printer.trouble, trouble != .closed else { return status.rawValue }
    let failure = Failure(
      .storage, "the result could not be written: \(trouble.message)", hint: trouble.remedy)
    for line in ErrorReport(failure).lines(asJSON: asJSON) { printer.err(line) }
    return failure.status.rawValue
  }
}
