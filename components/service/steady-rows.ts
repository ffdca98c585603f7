interface Named {
  name: string;
}

type Pages<Row> = ReadonlyMap<number, readonly Row[]>;

/**
 * The rows of `now` in the places that they had in `past`, so that a list does not move under somebody's pointer. A
 * row that has left its page stays as it was last seen; pages that were not there before come as they are.
 */
export function keepPlaces<Row extends Named>(past: Pages<Row>, now: Pages<Row>): Map<number, readonly Row[]> {
  const latest = new Map<string, Row>();
  for (const rows of now.values()) for (const row of rows) latest.set(row.name, row);
  const kept = new Map<number, readonly Row[]>();
  for (const [page, rows] of now) {
    const before = past.get(page);
    kept.set(page, before?.length === rows.length ? before.map((row) => latest.get(row.name) ?? row) : rows);
  }
  return kept;
}
