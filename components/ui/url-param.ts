/** Puts values under a name in place of those that stood there; none takes the name out. */
export function setParam(search: URLSearchParams, name: string, ...values: string[]): void {
  search.delete(name);
  for (const value of values) search.append(name, value);
}
