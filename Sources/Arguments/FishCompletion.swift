/// The completion script for fish: one function that is asked for everything.
struct FishCompletion {
  private let table: CompletionTable

  init(_ grammar: Grammar) { table = CompletionTable(grammar: grammar) }

  /// A word in single quotes, in which fish obeys only `\\` and `\'`.
  static func quote(_ word: String) -> String {
    var text = ""
    for scalar in Paragraphs.clean(word[...]).unicodeScalars {
      if scalar == "\\" || scalar == "'" { text.append("\\") }
      text.unicodeScalars.append(scalar)
    }
    return "'" + text + "'"
  }

  var script: String {
    let name = "_" + table.function
    let program = table.grammar.program
    return #"""
      # fish completion for \#(program), written by '\#(program) completions fish'.

      # Prints the words that may follow the first word $argv[1], or that may be the first.
      function \#(name)_commands
          switch "$argv[1]"
              case ''
                  printf '%s\t%s\n' \#(list(table.firstWords))
      \#(families)
          end
      end

      # Prints the options of the command $argv[1].
      function \#(name)_options
          switch "$argv[1]"
      \#(options)
          end
          printf '%s\t%s\n' \#(list(table.globals))
      end

      # Prints what the option $argv[2] of the command $argv[1] wants after it.
      function \#(name)_value
          switch "$argv[1] $argv[2]"
      \#(values(table.values.filter { $0.command != nil }))
          end
          switch "$argv[2]"
      \#(values(table.values.filter { $0.command == nil }))
          end
      end

      # Prints what belongs at place $argv[2] of the command $argv[1].
      function \#(name)_operand
          switch "$argv[1] $argv[2]"
      \#(places)
          end
      end

      # Prints words to offer for a kind, the text typed so far, and the word before.
      function \#(name)_offer
          switch "$argv[1]"
              case profiles types slots workspaces
                  \#(program) completions --names $argv[1] 2>/dev/null </dev/null |
                      string match -r '^[A-Za-z0-9._/-]+$'
              case command
                  \#(name)_commands "$argv[3]"
              case file
                  __fish_complete_path "$argv[2]"
              case folder
                  __fish_complete_directories "$argv[2]" ''
              case words
                  printf '%s\n' $argv[4..-1]
          end
      end

      function \#(name)_complete
          set -l current (commandline -ct)
          set -l tokens (commandline -opc)
          set -l verb ''
          set -l family ''
          # The command, or the first of its two words.
          set -l so_far ''
          set -l last ''
          set -l place 0
          set -l kind
          set -l ended ''
          set -e tokens[1]
          for word in $tokens
              if test -n "$kind"
                  set kind
              else if test -z "$ended" -a x"$word" = x--
                  set ended 1
              else if test -z "$ended"; and string match -q -- '--*=*' $word
                  true
              else if test -z "$ended"; and string match -q -- '-?*' $word
                  set kind (\#(name)_value "$so_far" $word)
                  test "$kind[1]" = flag; and set kind
              else if test -z "$verb"
                  switch "$family $word"
      \#(resolutions)
                  end
              else
                  set place (math $place + 1)
                  set last $word
              end
              set so_far $verb
              test -z "$so_far"; and set so_far $family
          end
          if test -n "$kind"
              \#(name)_offer $kind[1] "$current" "$last" $kind[2..-1]
          else if test -z "$ended"; and string match -q -- '--*=*' $current
              set -l parts (string split -m 1 = -- $current)
              set kind (\#(name)_value "$so_far" $parts[1])
              for word in (\#(name)_offer "$kind[1]" "$parts[2]" "$last" $kind[2..-1])
                  echo $parts[1]=$word
              end
          else if test -z "$ended"; and string match -q -- '-*' $current
              \#(name)_options "$so_far"
          else if test -z "$verb"
              \#(name)_commands "$family"
          else if string match -q -- '*=@*' $current
              set -l parts (string split -m 1 =@ -- $current)
              for word in (__fish_complete_path "$parts[2]")
                  echo $parts[1]=@$word
              end
          else
              set kind (\#(name)_operand "$verb" $place)
              \#(name)_offer "$kind[1]" "$current" "$last" $kind[2..-1]
          end
      end

      complete -c \#(program) -f -a '(\#(name)_complete)'

      """#
  }

  private func list(_ offers: [CompletionTable.Offer]) -> String {
    offers.map { Self.quote($0.word) + " " + Self.quote($0.summary) }.joined(separator: " ")
  }

  private func cases(_ rows: [(patterns: [String], action: String)]) -> String {
    rows.map {
      "        case " + $0.patterns.joined(separator: " ") + "\n            " + $0.action
    }.joined(separator: "\n")
  }

  private var families: String {
    cases(
      table.families.map { ([Self.quote($0.name)], #"printf '%s\t%s\n' "# + list($0.members)) })
  }

  private var options: String {
    cases(
      table.grammar.commands.compactMap { command in
        let options = table.options(of: command)
        if options.isEmpty { return nil }
        return ([Self.quote(command.name)], #"printf '%s\t%s\n' "# + list(options))
      })
  }

  private func values(_ values: [CompletionTable.Value]) -> String {
    cases(
      values.map { value in
        let patterns = value.spellings.map { spelling in
          Self.quote(value.command.map { $0 + " " + spelling } ?? spelling)
        }
        return (patterns, action(value.kind) + "; return")
      })
  }

  private var places: String {
    cases(
      table.places.map { place in
        let pattern = place.command + " " + (place.index.map(String.init) ?? "*")
        return ([Self.quote(pattern)], action(place.kind) + "; return")
      })
  }

  private var resolutions: String {
    let families = table.families.map(\.name)
    let (members, alone, both) = table.commands
    var rows: [(patterns: [String], action: String)] = []
    if !members.isEmpty {
      rows.append((members.map { Self.quote($0.name) }, "set verb \"$family $word\""))
    }
    if !families.isEmpty {
      rows.append((families.map { Self.quote(" " + $0) }, "set family $word"))
    }
    if !alone.isEmpty { rows.append((alone.map { Self.quote(" " + $0.name) }, "set verb $word")) }
    rows += both.map {
      ([Self.quote($0.name + " *")], "set verb $family; set place 1; set last $word")
    }
    return cases(rows + [([Self.quote("*")], "set verb '?'")])
  }

  private func action(_ kind: CompletionTable.Kind) -> String {
    "printf '%s\\n' " + ([kind.name] + kind.words).map(Self.quote).joined(separator: " ")
  }
}
