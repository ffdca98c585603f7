import { randomUUID } from 'node:crypto';
import type { Call, Handlers } from '../chassis/app.ts';
import { orNull, type Peers, passOn } from '../chassis/peers.ts';

interface User {
  id: string;
  username: string;
  email: string;
}

interface Order {
  id: string;
  lines: { sku: string; quantity: number }[];
  totalCents: number;
  createdAt: string;
}

interface SignUpRequest {
  email: string;
  username: string;
  password: string;
}

const ordersShown = 20;
const toOrder = ({ id, lines, totalCents, createdAt }: Order): Order => ({ id, lines, totalCents, createdAt });
const toAccount = ({ id, username, email }: User, displayName?: string) => ({ id, username, email, ...(displayName && { displayName }) });

export function createHandlers(peers: Peers): Handlers {
  /** The profile is decoration: an account is shown without it rather than not at all. */
  async function displayNameOf(userId: string): Promise<string | undefined> {
    try {
      const profile = await orNull(peers.get('profile').get<{ display_name: string }>(`/profiles/${userId}`, peers.asService()));
      return profile?.display_name;
    } catch {
      return undefined;
    }
  }

  return {
    async signUp({ body }: Call<SignUpRequest>) {
      const call = peers.get('user').post<User>('/users', { ...body, role: 'user' }, peers.asService());
      const user = await call.catch((error) => passOn(error, [409]));
      return { status: 201, body: toAccount(user), headers: { location: `/accounts/${user.id}` } };
    },
    async getAccount({ params: { userId = '' } }) {
      const call = peers.get('user').get<User>(`/users/${userId}`, peers.asService());
      const [user, displayName] = await Promise.all([call.catch((error) => passOn(error, [404])), displayNameOf(userId)]);
      return { status: 200, body: toAccount(user, displayName) };
    },
    async listOrdersOfAccount({ params: { userId = '' } }) {
      const call = peers.get('orders').get<{ orders: Order[] }>('/orders', peers.asService({ params: { userId, limit: ordersShown } }));
      const { orders } = await call.catch((error) => passOn(error, []));
      return { status: 200, body: { orders: orders.map(toOrder) } };
    },
    async checkOut({ params: { userId = '' }, body }: Call<{ lines: Order['lines'] }>) {
      const options = peers.asService({ idempotencyKey: randomUUID() });
      const call = peers.get('orders').post<Order>('/orders', { userId, lines: body.lines }, options);
      const order = await call.catch((error) => passOn(error, [402, 409, 422]));
      return { status: 201, body: toOrder(order) };
    },
  };
}
