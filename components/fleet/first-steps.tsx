import Link from 'next/link';
import { registerHref } from '#components/shell/places.ts';
import { Empty } from '#components/ui/empty.tsx';
import classes from './fleet.module.css';

/** What a new installation shows besides itself. */
export function FirstSteps({ mayRegister }: { mayRegister: boolean }) {
  return (
    <div className={classes.first}>
      {mayRegister ? (
        <Empty
          title="Register your first service"
          text="Give Signalbox one URL. It looks for health, metrics and an API document and shows here, live, what is wrong, what changed and what is slow. Until then it watches itself."
          action={
            <Link className="sb-button sb-button-primary" href={registerHref}>
              Register a service
            </Link>
          }
        />
      ) : (
        <Empty
          title="No services yet"
          text="Once an admin registers services, this page shows live what is wrong, what changed and what is slow. Until then Signalbox watches itself."
        />
      )}
    </div>
  );
}
