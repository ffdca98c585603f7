import { calleeKey, hostOfUrl, type Named, placeOf } from '../callee.ts';

/** What the SDK calls Signalbox in a service's metrics. */
const ownName = 'signalbox';

/**
 * Says of a text that names a callee, or of a registered service, whether it is Signalbox itself: by the name that the SDK gives it, or by
 * one of its own addresses.
 */
export function selfMatcher(addresses: readonly string[]): (one: string | Named) => boolean {
  const own = addresses.flatMap((url) => hostOfUrl(url) ?? []);
  const isPlace = (host: string, port: string | null) =>
    own.some((place) => place.host === host.toLowerCase() && (port === null ? !/^([\d.]+|localhost)$/.test(host) : place.port === port));
  return (one) => {
    if (typeof one !== 'string') {
      const place = hostOfUrl(one.baseUrl);
      return one.name === ownName || (place !== null && isPlace(place.host, place.port));
    }
    const { host, port } = placeOf(one);
    return calleeKey(one) === ownName || isPlace(host, port);
  };
}
