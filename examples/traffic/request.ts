import type { Step } from './plan.ts';

export interface TrafficRequest {
  service: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
}

const names = ['ada', 'grace', 'edsger', 'barbara', 'alan', 'margaret', 'donald', 'radia', 'tony', 'frances', 'niklaus', 'shafi'];
const skus = ['LMP-001', 'LMP-002', 'LVR-001', 'BEL-001', 'KEY-001', 'FLG-001', 'MAP-001', 'CLK-001'];
const nobody = '00000000-0000-4000-8000-000000000000';
const mostUsers = 200;

const choose = <T>(from: readonly T[], pick: number): T | undefined => from[Math.floor(pick * from.length)];

/** Users that visitors are, as far as the answers told. */
export function createCrowd() {
  const users: string[] = [];
  return {
    users,
    add(id: string): void {
      users.push(id);
      if (users.length > mostUsers * 2) users.shift();
    },
    remove(id: string): void {
      const at = users.indexOf(id);
      if (at >= 0) users.splice(at, 1);
    },
  };
}

function signUp({ number, pick }: Step): TrafficRequest {
  const username = `${choose(names, pick)}-${number.toString(36)}`;
  return {
    service: 'gateway',
    method: 'POST',
    path: '/accounts',
    body: { username, email: `${username}@example.com`, password: `Signal-b0x-${number}` },
  };
}

function checkOut(user: string, { number, pick }: Step): TrafficRequest {
  const first = { sku: choose(skus, pick), quantity: 1 + (number % 3) };
  const second = { sku: choose(skus, (pick * 7) % 1), quantity: 1 };
  return { service: 'gateway', method: 'POST', path: `/accounts/${user}/orders`, body: { lines: number % 4 === 0 ? [first, second] : [first] } };
}

const get = (service: string, path: string): TrafficRequest => ({ service, method: 'GET', path });

/** The request of a step. While hardly anybody is known, people sign up; when there are enough, some leave. */
export function requestOf(step: Step, users: readonly string[]): TrafficRequest {
  const user = choose(users, step.pick);
  if (user === undefined || (users.length < 10 && step.number % 2 === 0)) return signUp(step);
  switch (step.action) {
    case 'signUp':
      return signUp(step);
    case 'checkOut':
      return checkOut(user, step);
    case 'readAccount':
      return get('gateway', `/accounts/${user}`);
    case 'listOrdersOfAccount':
      return get('gateway', `/accounts/${user}/orders`);
    case 'readUser':
      return get('user', `/users/${user}`);
    case 'listUsers':
      return get('user', `/users?page=${1 + (step.number % 3)}&limit=20`);
    case 'changeUser':
      return { service: 'user', method: 'PUT', path: `/users/${user}`, body: { lastName: `of ${choose(names, step.pick)}` } };
    case 'removeUser':
      return users.length > mostUsers ? { service: 'user', method: 'DELETE', path: `/users/${user}` } : get('user', `/users/${user}`);
    case 'readProfile':
      return get('profile', `/profiles/${user}`);
    case 'listNotifications':
      return get('notification', `/notifications/user/${user}`);
    case 'readItem':
      return get('inventory', `/items/${choose(skus, step.pick)}`);
    case 'readNobody':
      return get('user', `/users/${nobody}`);
    default:
      return get('inventory', '/items');
  }
}
