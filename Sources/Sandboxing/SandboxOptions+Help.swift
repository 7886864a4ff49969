extension SandboxOptions {
  package static let help = """
    usage: coffer-sandbox [options]

    Answers on loopback as Embeddable (/api/v1), ClickHouse Cloud (/v1) and, on ports of their own,
    ClickHouse and QuestDB would, in memory only, and says on its first line where.
    Runs until it is told to end by SIGTERM or Ctrl-C.

      --port N                    the port; 0 for any that is free (default)
      --key KEY                   an API key with a workspace of its own, repeatable (default: random)
      --region us|eu              a label
      --until-closed              also ends when standard input closes

      --cloud-key ID:SECRET       the first key of ClickHouse Cloud (default: random)

      --questdb-port N            the port of QuestDB for PostgreSQL's protocol (default: any)
      --questdb-web-port N        the port of QuestDB's web interface (default: any)
      --clickhouse-port N         the port of ClickHouse (default: any that is free)
      --clickhouse-password TEXT  what its user default signs in with (default: random)
      --clickhouse-version N.N    the release that it is like (default 25.8)
      --clickhouse-cluster NAME   what ON CLUSTER takes (default: default)

    What nobody outside knows about Embeddable; the first of each is the default:
      --masking all|password      which secrets a reader sees as "hidden"
      --answers current|legacy    what create and test answer
      --delete-answer empty|json  204 without a body, or 200 with one
      --duplicate 409|400         a name that exists already
      --auth-refusal 401|403      a wrong key
      --missing 404|400           a name that does not exist
      --failed-test 400|500       a connection that does not work
      --deleted-in-use refuse|allow      deleting what an environment names
      --missing-connection refuse|allow  an environment that names what does not exist
      --name-in-put verify|ignore        a name in a change that is not that of the path
      --untestable pass|fail      a test that cannot sign in for real: other types, or TLS
      --test-delay MS             how long a test takes at least (default 0)

    What nobody outside knows about ClickHouse Cloud; the first of each is the default:
      --cloud-hash-data refuse|accept|broken   a new key of which only hashes are told
      --cloud-no-ip-list nobody|everybody      who may use a key without a list of addresses
      --cloud-ip-refusal 403|401  a key used from an address that is not on its list
      --cloud-stronger-key refuse|allow        a key that makes one with more rights
      --cloud-key-delay MS        until a new key is known (default 300)
      --cloud-revoke-delay MS     until a disabled or deleted key is refused (default 300)
      --cloud-window MS           in which a key may ask ten times (default 10000)

    """
}
