import Link from 'next/link';
import { Empty } from '#components/ui/empty.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';

export default function NotFound() {
  return (
    <>
      <h1 className="sb-hidden">Not found</h1>
      <Empty
        title="There is nothing at this address"
        text={
          <>
            What stood here may have been renamed or removed. <KeyHint keys="mod K" /> finds services and pages.
          </>
        }
        action={
          <Link className="sb-button" href="/">
            To the fleet
          </Link>
        }
      />
    </>
  );
}
