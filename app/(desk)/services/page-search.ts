/** Query parameters as Next hands them to a page. */
export type PageSearch = Record<string, string | string[] | undefined>;

export function toSearchParams(search: PageSearch): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) for (const one of [value ?? []].flat()) params.append(key, one);
  return params;
}
