export const usage = `signalbox contract <base address | document | name> [options]

Tests whether a service does what its OpenAPI document says. Sends valid requests and looks at status, content type, headers
and body; sends invalid ones, which must be refused; calls without credentials and with wrong ones; tries methods that are not
declared; creates, reads, changes and deletes, and asks for what was deleted.

  signalbox contract http://localhost:4001 --token "$TOKEN"
  signalbox contract openapi.yaml --base-url http://localhost:4001
  signalbox contract orders                       an address that Signalbox knows (SIGNALBOX_URL)

What to test
  --document <address | file>   OpenAPI 2.0, 3.0 or 3.1; by default it is looked for at /openapi.json, /openapi.yaml, …
  --base-url <address>          where the service is, when the document was named; by default its first server
  --read-only                   GET and HEAD alone
  --writes                      send the rest too, although the service is registered as production
  --rate <n>                    most requests a second; 5 against production, otherwise no limit
  --samples <n>                 valid requests of each operation (6)
  --timeout-ms <n>              how long to wait for an answer (10000)
  --seed <n>                    the same requests again; by default another seed each time, named in the report

Credentials, of the service (SERVICE_TOKEN, SERVICE_API_KEY and SERVICE_BASIC are read too; none is ever printed)
  --token <token>               for bearer, OAuth 2 and OpenID Connect
  --api-key <key>               for API keys; the token serves where it is not given
  --basic <user:password>
  --credential <scheme>=<value> for one security scheme by its name, may be repeated
  --header '<name>: <value>'    with each call that shows credentials, may be repeated

What comes of it
  --fail-on <level>             exit 1 on findings at or above error (default), warning, info; none: never
  --json                        the whole result with the raw exchanges
  --junit <file>                JUnit XML for CI
  --quiet                       no progress
  --report-to <service>         keep the result in Signalbox, as broken where the run could not be made (SIGNALBOX_TOKEN)
  --environment <name>          where it ran, such as staging; ci where CI is recognised

Signalbox is asked, where SIGNALBOX_URL or --url <address> names it, whether the service is registered as production (SIGNALBOX_TOKEN).
Exit codes: 0 no findings, 1 findings, 2 the run could not be made.`;
