import { metrics } from '#lib/metrics.ts';

interface MeasuredCall {
  method: string;
  /** Route template: paths have no end. */
  template: string;
  status: number;
  durationMs: number;
}

const knownMethods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function measureCall({ method, template, status, durationMs }: MeasuredCall): void {
  const labels = {
    http_request_method: knownMethods.has(method) ? method : '_OTHER',
    http_route: template,
    http_response_status_code: String(status),
  };
  metrics.httpRequestSeconds.observe(labels, durationMs / 1000);
}
