extension ProfileType {
  /// The fields that a complete profile still lacks, in the order in which to ask for them.
  ///
  /// A required field with a default is never missing. `values` matters only to types whose needs
  /// depend on a choice; a default counts as chosen.
  package func missing(from present: Set<String>, values: [String: String] = [:]) -> [Field] {
    // Nearly always nothing is, and a large import asks for each profile.
    let lacks = fields.indices.contains { index in
      fields[index].isRequired && fields[index].defaultValue == nil
        && !present.contains(fields[index].name)
    }
    if !lacks, rules.isEmpty { return [] }
    var wanted = Set(fields.filter { $0.isRequired && $0.defaultValue == nil }.map(\.name))
    for rule in rules {
      switch rule {
      case .exactlyOne(let group):
        if present.isDisjoint(with: group), let usual = group.first { wanted.insert(usual) }
      case .needs(let field, let others):
        if present.contains(field) { wanted.formUnion(others) }
      case .requires(let others, let field, let value):
        if (values[field] ?? self[field]?.defaultValue) == value { wanted.formUnion(others) }
      case .atMostOne, .implies:
        continue
      }
    }
    return fields.filter { wanted.contains($0.name) && !present.contains($0.name) }
  }

  /// Refuses fields that exclude each other or contradict what another one implies.
  package func checkTogether(
    _ present: Set<String>, values: [String: String] = [:]
  ) throws(CatalogError) {
    for rule in rules {
      switch rule {
      case .exactlyOne(let group), .atMostOne(let group):
        let given = group.filter(present.contains)
        if given.count > 1 { throw .onlyOneOf(given) }
      case .implies(let given, let field, let value):
        guard present.contains(given), let found = values[field], found != value else { continue }
        throw .contradicts(field: field, value: value, given: given)
      case .needs, .requires:
        continue
      }
    }
  }

  /// The defaults of the fields that were not given, to be stored when a profile is made, so that
  /// a later change of the table moves nobody's connection.
  package func defaults(besides present: Set<String>) -> [String: String] {
    var found: [String: String] = [:]
    for field in fields where !present.contains(field.name) {
      found[field.name] = field.defaultValue
    }
    return found
  }

  /// The values that follow from the fields given, to be added when a profile is pushed.
  package func implied(by present: Set<String>) -> [String: String] {
    var found: [String: String] = [:]
    for case .implies(let given, let field, let value) in rules
    where present.contains(given) && !present.contains(field) {
      found[field] = value
    }
    return found
  }
}
