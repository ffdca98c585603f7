'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './schema.module.css';
import { type Branch, branchesOf, constraintWords, enumOf, follow, type Schema, textOr, typeWords } from './schema-words.ts';

const opened = 2;
const maxDepth = 40;

interface SchemaTreeProps {
  /** Where references are looked up. */
  root: Schema;
  schema: unknown;
  label: string;
}

/** A JSON Schema as people read it: properties with type, rule and meaning, opened as deep as one wants. */
export function SchemaTree({ root, schema, label }: SchemaTreeProps) {
  const branches = branchesOf(root, schema);
  const whole = follow(root, schema);
  return (
    <div className={classes.tree}>
      <p className={classes.whole}>
        <span className={classes.type}>{typeWords(root, schema)}</span>
        <Rules schema={whole.schema} />
      </p>
      <Meaning schema={whole.schema} />
      {branches.length > 0 ? (
        <ul className={classes.branches} aria-label={label}>
          {branches.map((branch) => (
            <BranchLine key={branch.name} root={root} branch={branch} depth={1} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Rules({ schema }: { schema: Schema }) {
  return constraintWords(schema).map((words) => (
    <span key={words} className={classes.rule}>
      {words}
    </span>
  ));
}

function Meaning({ schema }: { schema: Schema }) {
  const values = enumOf(schema);
  const text = textOr(schema.description);
  return (
    <>
      {text === null ? null : <p className={classes.meaning}>{text}</p>}
      {values.length > 0 ? (
        <p className={classes.values}>
          {values.slice(0, 40).map((value) => (
            <code key={value}>{value}</code>
          ))}
          {values.length > 40 ? <span>and {values.length - 40} more</span> : null}
        </p>
      ) : null}
    </>
  );
}

function BranchLine({ root, branch, depth }: { root: Schema; branch: Branch; depth: number }) {
  const [open, setOpen] = useState(depth < opened);
  const { schema } = follow(root, branch.value);
  const inner = depth < maxDepth ? branchesOf(root, branch.value) : [];
  const isCut = typeof schema['x-signalbox-cut'] === 'string';
  return (
    <li className={classes.branch}>
      <div className={classes.line}>
        {inner.length > 0 ? (
          <button type="button" className={classes.opener} aria-expanded={open} aria-label={`Inside ${branch.name}`} onClick={() => setOpen(!open)}>
            <IconChevronRight size={12} stroke={2} aria-hidden="true" />
          </button>
        ) : (
          <span className={classes.noOpener} />
        )}
        <span className={classes.name} data-kind={branch.kind}>
          {branch.name}
        </span>
        <span className={classes.type}>{isCut ? `${textOr(schema.title) ?? 'schema'}, cut here` : typeWords(root, branch.value)}</span>
        {branch.required ? <span className={classes.required}>required</span> : null}
        {schema.deprecated === true ? <span className={classes.required}>deprecated</span> : null}
        <Rules schema={schema} />
      </div>
      {isCut ? null : <Meaning schema={schema} />}
      {open && inner.length > 0 ? (
        <ul className={classes.branches}>
          {inner.map((each) => (
            <BranchLine key={each.name} root={root} branch={each} depth={depth + 1} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
