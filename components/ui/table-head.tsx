interface TableHeadProps {
  /** Columns of words, in their order. */
  words: readonly string[];
  /** Columns of numbers, after those. */
  numbers?: readonly string[];
  /** Whether the last column is of buttons: it is named for those alone who do not see them. */
  actions?: boolean;
}

/** The names of the columns of a table. */
export function TableHead({ words, numbers = [], actions = false }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {words.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        {numbers.map((name) => (
          <th key={name} scope="col" className="sb-right">
            {name}
          </th>
        ))}
        {actions ? (
          <th scope="col">
            <span className="sb-hidden">Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
