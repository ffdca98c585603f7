import classes from './legend.module.css';

/** What lines and discs of the picture mean. */
export function Legend() {
  return (
    <ul className={classes.legend} aria-label="Legend">
      <li>larger disc, wider line: more calls</li>
      <li data-line="dotted">declared, never seen</li>
      <li data-line="double">seen, not declared</li>
      <li data-line="failing">5 % or more failing, or breaker open</li>
      <li data-line="event">events</li>
      <li data-line="two">the caller sees another p95 than the callee</li>
      <li data-arc="solid">failing</li>
      <li data-arc="texture">client errors</li>
      <li data-arc="badge">an incident begins here</li>
      <li data-arc="tick">data older than 1 min, filled: 5 min</li>
    </ul>
  );
}
