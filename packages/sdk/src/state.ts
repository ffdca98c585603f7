/** What all copies of this package in one process hold together: an application may load it as ESM and as CommonJS. */
export interface Shared {
  breakers: Map<string, unknown>;
  consumers: Set<unknown>;
  metrics: unknown;
  context: unknown;
}

const key = Symbol.for('@signalbox/sdk/1');

/** The one state of the process, made by whichever copy comes first. */
export function shared(): Shared {
  const holder = globalThis as { [key]?: Shared };
  holder[key] ??= { breakers: new Map(), consumers: new Set(), metrics: undefined, context: undefined };
  return holder[key];
}
