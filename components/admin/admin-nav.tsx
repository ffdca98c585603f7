'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './admin.module.css';

const places = [
  { href: '/admin', name: 'Services' },
  { href: '/admin/users', name: 'Users' },
  { href: '/admin/tokens', name: 'API tokens' },
  { href: '/admin/sources', name: 'Metrics sources' },
  { href: '/admin/imports', name: 'Import' },
  { href: '/admin/audit', name: 'Audit' },
] as const;

export function AdminNav() {
  const path = usePathname();
  return (
    <nav className={classes.nav} aria-label="Admin">
      {places.map(({ href, name }) => (
        <Link key={href} href={href} className={classes.place} aria-current={path === href ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
