import classes from './method.module.css';

/** Reads are hollow, writes are filled, removals crossed; messages are arrows. The word stands beside it. */
const shapes: Record<string, string> = {
  read: 'M5 1.5A3.5 3.5 0 1 1 5 8.5A3.5 3.5 0 1 1 5 1.5Z',
  add: 'M5 1.5V8.5M1.5 5H8.5',
  put: 'M2 2H8V8H2Z',
  patch: 'M2 2H8V8H2ZM2 5H8V8H2Z',
  remove: 'M2 2L8 8M8 2L2 8',
  ask: 'M1.5 5H2.5M4.5 5H5.5M7.5 5H8.5',
  send: 'M2 8L8 2M3.5 2H8V6.5',
  receive: 'M8 2L2 8M6.5 8H2V3.5',
};

const shapeOf: Record<string, keyof typeof shapes> = {
  GET: 'read',
  HEAD: 'read',
  QUERY: 'read',
  POST: 'add',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'remove',
  SEND: 'send',
  RECEIVE: 'receive',
};

const shortWords: Record<string, string> = { DELETE: 'DEL', OPTIONS: 'OPT', RECEIVE: 'RECV', PROPFIND: 'PROPF' };

/** The method of an operation: a shape and its word. */
export function MethodMark({ method, short = false }: { method: string; short?: boolean }) {
  const shape = shapeOf[method] ?? 'ask';
  const word = short ? (shortWords[method] ?? method.slice(0, 5)) : method;
  return (
    <span className={classes.method} data-shape={shape} data-short={short || undefined}>
      <svg className={classes.shape} width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path d={shapes[shape]} />
      </svg>
      {word === method ? (
        method
      ) : (
        <>
          <span aria-hidden="true">{word}</span>
          <span className="sb-hidden">{method}</span>
        </>
      )}
    </span>
  );
}
