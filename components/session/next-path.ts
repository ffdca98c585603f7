const here = 'http://signalbox.invalid';

/** Where to go after signing in: a path of this site, else the Fleet. */
export function nextPath(asked: string | string[] | undefined | null): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || /[\\\p{Cc}]/u.test(asked) || !URL.canParse(asked, here)) return '/';
  const url = new URL(asked, here);
  if (url.origin !== here || asked.startsWith('//') || /^\/(sign-in|setup)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
