/** As much of an ioredis client as the transport needs. */
export interface RedisLike {
  call(command: string, ...args: (string | number)[]): Promise<unknown>;
  duplicate(): RedisLike;
  disconnect(): void;
  quit(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Connects with ioredis, which the application installs. */
export async function connectRedis(url: string): Promise<RedisLike> {
  let module: typeof import('ioredis');
  try {
    module = await import('ioredis');
  } catch {
    throw new Error('Redis Streams need ioredis: npm install ioredis');
  }
  return new module.Redis(url, { maxRetriesPerRequest: null }) as unknown as RedisLike;
}
