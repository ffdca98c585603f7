/** Whether the rail is folded is kept in a cookie, so that the server paints it right. */
export const foldedCookie = 'sb-rail';

const yearSeconds = 31_536_000;

export function keepFolded(folded: boolean): void {
  Object.assign(document, { cookie: `${foldedCookie}=${folded ? 'folded' : 'open'}; path=/; max-age=${yearSeconds}; samesite=lax` });
}
