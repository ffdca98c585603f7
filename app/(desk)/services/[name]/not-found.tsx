import Link from 'next/link';
import { Empty } from '#components/ui/empty.tsx';

export default function UnknownService() {
  return (
    <Empty
      title="No such service"
      text="Nothing is registered under this name. It may have been removed, or the link may be mistyped."
      action={
        <Link className="sb-button" href="/services">
          All services
        </Link>
      }
    />
  );
}
