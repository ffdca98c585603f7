import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One instance of a service that counts evenly. */
export interface FakeTarget {
  job: string;
  instance: string;
  requestsPerSecond: number;
  up: boolean;
}

const answer = (response: ServerResponse, data: unknown) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'success', data }));

/** As much of a Prometheus as Signalbox asks: it has scraped its targets every second, for the last minutes. */
export class FakePrometheus {
  targets: FakeTarget[] = [];
  /** What it has been asked, oldest first. */
  asked: { path: string; query: string }[] = [];
  mostAtOnce = 0;
  delayMs = 0;
  private running = 0;
  private readonly bornSeconds = Math.floor(Date.now() / 1000) - 600;
  private readonly server: Server;
  port = 0;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        this.running += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
        setTimeout(() => {
          this.running -= 1;
          this.reply(request.url ?? '', new URLSearchParams(body), response);
        }, this.delayMs);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private reply(url: string, form: URLSearchParams, response: ServerResponse): void {
    const { pathname: path, searchParams } = new URL(url, this.url);
    const query = form.get('query') ?? searchParams.get('match[]') ?? '';
    this.asked.push({ path, query });
    const job = /job="([^"]+)"/.exec(query)?.[1];
    const meant = this.targets.filter((target) => target.job === job);
    if (path === '/api/v1/label/__name__/values') answer(response, meant.length > 0 ? ['up', 'http_requests_total'] : []);
    else if (path === '/api/v1/query') answer(response, { resultType: 'matrix', result: meant.flatMap((target) => this.seriesOf(target, form)) });
    else if (path === '/api/v1/status/buildinfo') answer(response, { version: '2.53.0' });
    else if (path === '/api/v1/targets') answer(response, { activeTargets: this.targets.map(toldOf) });
    else if (path === '/api/v1/metadata') answer(response, {});
    else response.writeHead(404).end();
  }

  private seriesOf({ job, instance, requestsPerSecond, up }: FakeTarget, form: URLSearchParams) {
    const windowSeconds = Number(/\[(\d+)s\]$/.exec(form.get('query') ?? '')?.[1]);
    const endSeconds = Math.floor(Number(form.get('time') ?? Date.now() / 1000));
    const times = Array.from({ length: windowSeconds }, (_, at) => endSeconds - windowSeconds + 1 + at).filter((time) => time >= this.bornSeconds);
    const labels = { job, instance };
    const ups = { metric: { __name__: 'up', ...labels }, values: times.map((time) => [time, up ? '1' : '0']) };
    const counts = times.map((time) => [time, String((time - this.bornSeconds) * requestsPerSecond)]);
    return [ups, ...(up ? [{ metric: { __name__: 'http_requests_total', code: '200', ...labels }, values: counts }] : [])];
  }
}

const toldOf = ({ job, instance, up }: FakeTarget) => ({
  labels: { job, instance },
  scrapeUrl: `http://${instance}/metrics`,
  health: up ? 'up' : 'down',
  lastError: up ? '' : 'connect: no route to host',
});
