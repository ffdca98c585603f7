/** `http://10.0.0.1:8080` → `10.0.0.1:8080`; a path stays, for it may be all that differs. */
export function nameOfInstance(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/+$/, '')}`;
}
