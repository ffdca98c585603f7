import { stepsOf } from '#lib/model/document/pointer.ts';

const short = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
const dotted = (steps: string[]) =>
  steps
    .map((step) => (/^\d+$/.test(step) && step.length < 3 ? `[${step}]` : step))
    .join('.')
    .replaceAll('.[', '[');

/** A pointer as people say it: `responses.200 of GET /orders`, `components.schemas.Order`, `the document`. */
export function describePlace(pointer: string): string {
  const steps = stepsOf(pointer);
  const [parent, name = '', method = '', ...rest] = steps;
  if (steps.length === 0) return 'the document';
  if ((parent === 'paths' || parent === 'webhooks') && steps.length > 1) {
    const of = /^(?:get|put|post|delete|options|head|patch|trace|query)$/.test(method) ? `${method.toUpperCase()} ${short(name)}` : short(name);
    const inner = of.includes(' ') || method === '' ? rest : [method, ...rest];
    return inner.length > 0 ? `${short(dotted(inner))} of ${of}` : of;
  }
  return short(dotted(steps));
}

/** The same at the beginning of a sentence: `In GET /orders, responses.200`. */
export function beginPlace(pointer: string): string {
  const place = describePlace(pointer);
  const [inner, operation] = place.split(/ of (?=\S+ \/|\/)/, 2);
  if (inner && operation) return `In ${operation}, ${inner}`;
  return place.includes('.') ? place : place.replace(/^[a-z]/, (first) => first.toUpperCase());
}
