interface Member {
  name: string;
  /** Services that get its events. */
  sendsTo: readonly string[];
  /** Services that it calls. */
  calls: readonly string[];
}

/** The services of the fleet, those that others call first. */
export const fleet: readonly Member[] = [
  { name: 'user', sendsTo: ['notification', 'profile'], calls: [] },
  { name: 'profile', sendsTo: [], calls: [] },
  { name: 'notification', sendsTo: [], calls: ['user'] },
  { name: 'inventory', sendsTo: [], calls: [] },
  { name: 'payments', sendsTo: [], calls: [] },
  { name: 'orders', sendsTo: ['inventory', 'notification'], calls: ['user', 'inventory', 'payments'] },
  { name: 'gateway', sendsTo: [], calls: ['user', 'orders', 'profile'] },
];

/** The environment of one service, given where each of them listens. Without Signalbox, the addresses of those that it calls are in it. */
export function environmentOf({ name, sendsTo, calls }: Member, urls: Record<string, string>): Record<string, string> {
  const addressed = (names: readonly string[]) => names.map((other) => `${other}=${urls[other]}`).join(',');
  return { PORT: new URL(urls[name] ?? '').port, EVENT_RECEIVERS: addressed(sendsTo), PEERS: addressed(calls) };
}
