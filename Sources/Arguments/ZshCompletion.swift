/// The completion script for zsh, to be sourced or put into a folder of `fpath`.
struct ZshCompletion {
  private let table: CompletionTable

  init(_ grammar: Grammar) { table = CompletionTable(grammar: grammar) }

  var script: String {
    let name = table.function
    let program = table.grammar.program
    return #"""
      #compdef \#(program)
      # zsh completion for \#(program), written by '\#(program) completions zsh'.

      \#(ShellTables(table, isDescribed: true).text)

      # Offers names that the program knows; silent where it cannot tell.
      \#(name)_ask() {
        local -a names
        names=(${(f)"$(\#(program) completions --names $1 2>/dev/null </dev/null)"})
        names=(${names:#*[^A-Za-z0-9._/-]*})
        compadd -a names
      }

      \#(name)() {
        local verb family last place kind ended
        local -a offered choices
        \#(name)_walk "${(@)words[2,CURRENT-1]}"
        if [[ -z $kind && -z $ended && $PREFIX == --*=* ]]; then
          \#(name)_value "${verb:-$family}" "${PREFIX%%=*}"
          compset -P '*='
        elif [[ -z $kind && -z $ended && $PREFIX == -* ]]; then
          \#(name)_options "${verb:-$family}"
          _describe -t options option offered
          return
        elif [[ -z $kind && -z $verb ]]; then
          \#(name)_commands "$family"
          _describe -t commands command offered
          return
        elif [[ -z $kind && $PREFIX == *=@* ]]; then
          kind=file
          compset -P '*=@'
        fi
        [[ -z $kind ]] && \#(name)_operand "$verb" "$place"
        case $kind in
          words) compadd -a choices ;;
          profiles|types|slots|workspaces) \#(name)_ask "$kind" ;;
          command) \#(name)_commands "$last"; _describe -t commands command offered ;;
          file) _files ;;
          folder) _files -/ ;;
        esac
      }

      if [[ ${funcstack[1]} == \#(name) ]]; then
        \#(name) "$@"
      else
        compdef \#(name) \#(program)
      fi

      """#
  }
}
