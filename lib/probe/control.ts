import { type AddressInfo, connect, createServer } from 'node:net';

export interface Control {
  /** Whether a connection to our own responder is answered within the deadline. */
  answers(): Promise<boolean>;
  close(): void;
}

const deadlineMs = 1000;

/** A responder on loopback that only we know: when it does not answer, the trouble is ours. */
export async function openControl(): Promise<Control> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return { answers: () => ask(port), close: () => server.close() };
}

function ask(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (answered: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answered);
    };
    const timer = setTimeout(() => finish(false), deadlineMs);
    socket.once('data', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
