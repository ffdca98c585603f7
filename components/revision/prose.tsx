import { Fragment } from 'react';

/** A sentence in which what stands between backticks is code. */
export function Prose({ text }: { text: string }) {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return text;
  let at = 0;
  return parts.map((part, index) => {
    const key = at;
    at += part.length + 1;
    return index % 2 === 1 ? <Code key={key} text={part} /> : <Fragment key={key}>{part}</Fragment>;
  });
}

/** A line ends between the words of a command, never at the hyphens of an option. */
function Code({ text }: { text: string }) {
  let at = 0;
  const words = text.split(' ').map((word) => {
    const key = at;
    at += word.length + 1;
    return { key, word };
  });
  return (
    <code>
      {words.map(({ key, word }) => (
        <Fragment key={key}>
          {key > 0 ? ' ' : null}
          <span className="sb-unbroken">{word}</span>
        </Fragment>
      ))}
    </code>
  );
}
