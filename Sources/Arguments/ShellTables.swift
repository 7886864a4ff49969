/// The part of a completion script that bash and zsh read alike.
struct ShellTables {
  private let table: CompletionTable
  /// Whether a word carries its meaning after a colon, as zsh wants it.
  private let isDescribed: Bool

  init(_ table: CompletionTable, isDescribed: Bool) {
    self.table = table
    self.isDescribed = isDescribed
  }

  /// A word in single quotes, in which a shell obeys nothing.
  static func quote(_ word: String) -> String {
    var quoted = "'"
    for scalar in Paragraphs.clean(word[...]).unicodeScalars {
      if scalar == "'" { quoted += #"'\'"# }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "'"
  }

  /// The functions that set `offered`, `kind`, `choices`, `verb`, `family` and `place`.
  var text: String {
    #"""
    # Sets offered to the words that may follow the first word $1, or that may be the first.
    \#(name)_commands() {
      case "$1" in
        '') offered=(\#(list(table.firstWords))) ;;
    \#(families)
        *) offered=() ;;
      esac
    }

    # Sets offered to the options of the command $1.
    \#(name)_options() {
      case "$1" in
    \#(options)
        *) offered=() ;;
      esac
      offered+=(\#(list(table.globals)))
    }

    # Sets kind (and choices) to what the option $2 of the command $1 wants after it.
    \#(name)_value() {
      kind=
      case "$1 $2" in
    \#(values(table.values.filter { $0.command != nil }))
      esac
      [[ -n $kind ]] && return
      case "$2" in
    \#(values(table.values.filter { $0.command == nil }))
      esac
    }

    # Sets kind (and choices) to what belongs at place $2 of the command $1.
    \#(name)_operand() {
      kind=none
      case "$1 $2" in
    \#(places)
      esac
    }

    # Takes the word $2 as the command, or as its second word after $1.
    \#(name)_resolve() {
      case "$1 $2" in
    \#(resolutions)
      esac
    }

    # Goes through the words before the cursor. Afterwards, kind says what the option before the
    # cursor wants, verb which command it is, and place how many operands it has.
    \#(name)_walk() {
      verb= family= last= place=0 kind= ended=
      local word
      for word in "$@"; do
        if [[ $word == [=:@]* ]]; then
          # bash cuts name=value in three.
          if [[ -z $kind ]]; then
            kind=none
            (( place > 0 )) && (( place -= 1 ))
          fi
          [[ $word == *@ ]] && kind=file
        elif [[ -n $kind ]]; then
          kind=
        elif [[ -z $ended && $word == -- ]]; then
          ended=1
        elif [[ -z $ended && $word == --*=* ]]; then
          :
        elif [[ -z $ended && $word == -?* ]]; then
          \#(name)_value "${verb:-$family}" "$word"
          [[ $kind == flag ]] && kind=
        elif [[ -z $verb ]]; then
          \#(name)_resolve "$family" "$word"
        else
          (( place += 1 ))
          last=$word
        fi
      done
    }
    """#
  }

  private var name: String { table.function }

  private func list(_ offers: [CompletionTable.Offer]) -> String {
    offers.map { Self.quote(isDescribed ? "\($0.word):\($0.summary)" : $0.word) }
      .joined(separator: " ")
  }

  private func cases(_ rows: [(patterns: [String], action: String)]) -> String {
    rows.map { "    " + $0.patterns.joined(separator: "|") + ") " + $0.action + " ;;" }
      .joined(separator: "\n")
  }

  private var families: String {
    cases(table.families.map { ([Self.quote($0.name)], "offered=(\(list($0.members)))") })
  }

  private var options: String {
    cases(
      table.grammar.commands.map {
        ([Self.quote($0.name)], "offered=(\(list(table.options(of: $0))))")
      })
  }

  private func values(_ values: [CompletionTable.Value]) -> String {
    let rows = values.map { value in
      let patterns = value.spellings.map { spelling in
        Self.quote(value.command.map { $0 + " " + spelling } ?? spelling)
      }
      return (patterns, action(value.kind))
    }
    // An empty list of cases is a syntax error in some shells.
    return cases(rows + [(["*"], ":")])
  }

  private var places: String {
    let rows = table.places.map { place in
      let start = Self.quote(place.command + " ")
      let pattern = place.index.map { Self.quote("\(place.command) \($0)") } ?? start + "[0-9]*"
      return ([pattern], action(place.kind))
    }
    return cases(rows + [(["*"], ":")])
  }

  private var resolutions: String {
    let families = table.families.map(\.name)
    let (members, alone, both) = table.commands
    var rows: [(patterns: [String], action: String)] = []
    if !members.isEmpty { rows.append((members.map { Self.quote($0.name) }, "verb=\"$1 $2\"")) }
    if !families.isEmpty { rows.append((families.map { Self.quote(" " + $0) }, "family=$2")) }
    if !alone.isEmpty { rows.append((alone.map { Self.quote(" " + $0.name) }, "verb=$2")) }
    rows += both.map { ([Self.quote($0.name + " ") + "*"], "verb=$1 place=1 last=$2") }
    return cases(rows + [(["*"], "verb='?'")])
  }

  private func action(_ kind: CompletionTable.Kind) -> String {
    if kind.words.isEmpty { return "kind=\(kind.name)" }
    return "kind=\(kind.name) choices=(\(kind.words.map(Self.quote).joined(separator: " ")))"
  }
}
