/** A media type taken apart: its parameters but for those that say how it is sent. */
export interface MediaType {
  essence: string;
  parameters: string;
}

export function readMediaType(text: string): MediaType {
  const [essence = '', ...rest] = text.toLowerCase().split(';');
  const parameters = rest.map((part) => part.trim().replace(/\s*=\s*/, '=')).filter((part) => part !== '' && !/^(charset|boundary|q)=/.test(part));
  return { essence: essence.trim(), parameters: parameters.sort().join(';') };
}

/** The first takes all that the second names. */
export function covers(range: string, type: string): boolean {
  const [wide, narrow] = [readMediaType(range), readMediaType(type)];
  if (wide.parameters !== '' && wide.parameters !== narrow.parameters) return false;
  if (wide.essence === narrow.essence || wide.essence === '*/*' || wide.essence === '*') return true;
  const [kind, name] = wide.essence.split('/');
  return name === '*' && narrow.essence.startsWith(`${kind}/`);
}

/** `application/hal+json` is JSON too, to a client that reads JSON. */
export function isKindOf(type: string, plain: string): boolean {
  const [own, base] = [readMediaType(type).essence, readMediaType(plain).essence];
  const [kind, name] = base.split('/');
  return kind !== undefined && name !== undefined && own.startsWith(`${kind}/`) && own.endsWith(`+${name}`);
}

export interface MediaTypePairs {
  both: [string, string][];
  gone: string[];
  come: string[];
}

export function matchMediaTypes(from: string[], to: string[]): MediaTypePairs {
  const both: [string, string][] = [];
  let gone = from;
  const taken = new Set<string>();
  const take = (fits: (before: string, after: string) => boolean) => {
    gone = gone.filter((before) => {
      const found = to.find((after) => !taken.has(after) && fits(before, after));
      if (found === undefined) return true;
      both.push([before, found]);
      taken.add(found);
      return false;
    });
  };
  take((before, after) => before === after);
  take((before, after) => covers(before, after) && covers(after, before));
  take((before, after) => covers(after, before));
  take((before, after) => covers(before, after));
  take((before, after) => isKindOf(after, before) || isKindOf(before, after));
  return { both, gone: gone.filter((before) => !to.some((after) => covers(after, before))), come: to.filter((after) => !taken.has(after)) };
}
