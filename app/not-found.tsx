import Link from 'next/link';
import { Brand } from '#components/shell/brand.tsx';
import { Empty } from '#components/ui/empty.tsx';
import classes from './outside.module.css';

export default function NotFound() {
  return (
    <main className={classes.outside}>
      <Brand />
      <h1 className="sb-hidden">Not found</h1>
      <Empty
        title="There is nothing at this address"
        text="What stood here may have been renamed or removed."
        action={
          <Link className="sb-button" href="/">
            To the fleet
          </Link>
        }
      />
    </main>
  );
}
