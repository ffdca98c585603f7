/** `http.response.status_code` and `httpStatusCode` as they are compared: `http_response_status_code`, `httpstatuscode`. */
export function foldLabel(name: string): string {
  return name.toLowerCase().replace(/[.\-/ ]+/g, '_');
}

/** The label among `names` that stands first in `wanted`; null when there is none. */
export function labelOf(names: ReadonlySet<string>, wanted: readonly string[]): string | null {
  const byFolded = new Map([...names].map((name) => [foldLabel(name), name]));
  for (const one of wanted) {
    const name = byFolded.get(foldLabel(one));
    if (name !== undefined) return name;
  }
  return null;
}
