import { EnvironmentError } from './fault.ts';

/** What is known of a member before it runs. */
export interface Place {
  url: string;
  host: string;
  port: number;
  /** A folder of its own, which is removed with the environment. */
  folder: string;
}

const pattern = /\$\{([a-z0-9][\w-]*)\.(url|host|port|folder)\}/gi;

/** What a member calls itself. */
export const self = 'self';

/** The other members that a text speaks of. */
export const namesIn = (text: string): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name).filter((name) => name !== self);

/** Fills `${name.url}`, `${name.host}`, `${name.port}` and `${name.folder}` in; `self` is whom the text is for. */
export function fill(text: string, placeOf: (name: string) => Place | undefined): string {
  return text.replace(pattern, (whole, name: string, key: keyof Place) => {
    const place = placeOf(name);
    if (!place) throw new EnvironmentError(`${whole} names nothing that is part of the environment.`);
    return String(place[key]);
  });
}
