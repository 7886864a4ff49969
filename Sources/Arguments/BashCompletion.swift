/// The completion script for bash; needs nothing but bash itself.
struct BashCompletion {
  private let table: CompletionTable

  init(_ grammar: Grammar) { table = CompletionTable(grammar: grammar) }

  var script: String {
    let name = table.function
    let program = table.grammar.program
    return #"""
      # bash completion for \#(program), written by '\#(program) completions bash'.

      \#(ShellTables(table, isDescribed: false).text)

      # Offers those of the words that go on with what is typed. Nothing is expanded.
      \#(name)_pick() {
        local word
        for word in "$@"; do
          [[ $word == "$current"* ]] && COMPREPLY+=("$word")
        done
      }

      # Offers names that the program knows; silent where it cannot tell.
      \#(name)_ask() {
        local word
        while IFS= read -r word; do
          [[ -z $word || $word == *[!A-Za-z0-9._/-]* ]] || \#(name)_pick "$word"
        done < <(\#(program) completions --names "$1" 2>/dev/null </dev/null)
      }

      \#(name)_paths() {
        local word
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do
          COMPREPLY+=("$word")
        done < <(compgen "$1" -- "$current")
      }

      \#(name)() {
        local current=${COMP_WORDS[COMP_CWORD]}
        local verb family last place kind ended
        local -a offered choices before=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
        COMPREPLY=()
        if [[ $current == [=:@]* ]]; then
          before+=("$current")
          current=
        fi
        \#(name)_walk "${before[@]}"
        if [[ -z $kind && -z $ended && $current == -* ]]; then
          \#(name)_options "${verb:-$family}"
          \#(name)_pick "${offered[@]}"
          return
        fi
        if [[ -z $kind && -z $verb ]]; then
          \#(name)_commands "$family"
          \#(name)_pick "${offered[@]}"
          return
        fi
        [[ -z $kind ]] && \#(name)_operand "$verb" "$place"
        case $kind in
          words) \#(name)_pick "${choices[@]}" ;;
          profiles|types|slots|workspaces) \#(name)_ask "$kind" ;;
          command) \#(name)_commands "$last"; \#(name)_pick "${offered[@]}" ;;
          file) \#(name)_paths -f ;;
          folder) \#(name)_paths -d ;;
        esac
      }

      complete -F \#(name) \#(program)

      """#
  }
}
