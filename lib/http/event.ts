import type { Change } from '#lib/model/change.ts';

const encoder = new TextEncoder();

interface Event {
  id?: number;
  event?: string;
  data?: unknown;
  retryMs?: number;
}

/** One server-sent event. JSON holds no line breaks, so the data is one line. */
export function encodeEvent({ id, event, data, retryMs }: Event): Uint8Array {
  const lines = [
    ...(retryMs === undefined ? [] : [`retry: ${Math.round(retryMs)}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
  ];
  return encoder.encode(`${lines.join('\n')}\n\n`);
}

const encoded = new WeakMap<Change, Uint8Array>();

/** A change as an event; encoded once for all who follow. */
export function encodeChange(change: Change): Uint8Array {
  const known = encoded.get(change);
  if (known) return known;
  const { id, at, kind, subject, data } = change;
  const bytes = encodeEvent({ id, event: kind, data: { id, at, subject, data } });
  encoded.set(change, bytes);
  return bytes;
}

/** The id that a reader saw last: from the header that EventSource sends on its own, or from `?after=`. */
export function lastSeenId(request: Request): number | null {
  const text = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after');
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
