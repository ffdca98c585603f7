import { Instant } from '#components/ui/instant.tsx';

const instant = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A reason in words; moments in it are told in local time. */
export function Reason({ text }: { text: string }) {
  const [before = '', at, after = ''] = text.split(instant);
  if (at === undefined) return text;
  return (
    <>
      {before}
      <Instant at={at} />
      {after}
    </>
  );
}
