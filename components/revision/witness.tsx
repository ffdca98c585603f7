import { CopyButton } from '#components/ui/copy-button.tsx';
import type { Finding, Witness } from '#lib/model/finding.ts';
import classes from './finding.module.css';
import { Prose } from './prose.tsx';
import { certaintyText, continueWith, explainWitness, type Sides, writeMessage } from './witness-words.ts';

/** The message that shows the break, and how sure that is. */
export function WitnessBox({ witness, sides }: { witness: Witness; sides: Sides }) {
  const text = writeMessage(witness);
  return (
    <figure className={classes.witness}>
      <figcaption className={classes.witnessHead}>
        <span>
          {explainWitness(witness, sides)} <Prose text={continueWith(witness.refusedBecause)} />
        </span>
        <CopyButton text={text} what={`the ${witness.kind}`} />
      </figcaption>
      <pre className={classes.message}>{text}</pre>
    </figure>
  );
}

/** How sure a finding is, with what that means. */
export function Certainty({ certainty }: { certainty: NonNullable<Finding['certainty']> }) {
  return <p className={classes.note}>{certaintyText[certainty]}</p>;
}
