'use client';

import {
  IconBraces,
  IconBroadcast,
  IconChartHistogram,
  IconCircuitSwitchOpen,
  IconDeviceTv,
  IconLayoutGrid,
  IconList,
  IconShield,
  IconTerminal2,
  IconTopologyStar3,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { Role } from '#lib/model/role.ts';
import classes from './nav.module.css';
import { isWithin, placesFor } from './places.ts';

const icons = {
  ...{
    Fleet: IconLayoutGrid,
    Services: IconList,
    APIs: IconBraces,
    Graph: IconTopologyStar3,
    Latency: IconChartHistogram,
    Breakers: IconCircuitSwitchOpen,
    Topics: IconBroadcast,
    Walls: IconDeviceTv,
  },
  ...{ 'REST API': IconTerminal2, Admin: IconShield },
};

/** The pages, with the one that is open marked. */
export function NavLinks({ role, folded = false, onFollow }: { role: Role; folded?: boolean; onFollow?: () => void }) {
  const path = usePathname();
  return (
    <ul className={classes.list}>
      {placesFor(role).map(({ name, href }) => {
        const Icon = icons[name];
        return (
          <li key={href}>
            <Link
              href={href}
              className={classes.link}
              aria-current={isWithin(path, href) ? 'page' : undefined}
              title={folded ? name : undefined}
              onClick={onFollow}
            >
              <Icon size={16} stroke={1.75} aria-hidden="true" />
              <span className={folded ? 'sb-hidden' : undefined}>{name}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
