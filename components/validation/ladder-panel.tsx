'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Prose } from '#components/revision/prose.tsx';
import { Age } from '#components/ui/age.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Ladder, LadderCheck, LadderLevel, LadderStep } from '#lib/model/ladder.ts';
import { BadgeLine } from './badge-line.tsx';
import { CheckMark } from './check-mark.tsx';
import classes from './ladder.module.css';
import { checkWord, describeNext, describeStep, nextStep, orderChecks, placeOfCheck, stateOfStep } from './ladder-words.ts';
import { RunLink } from './run-link.tsx';
import type { ChangeState } from './use-validation-state.ts';

/** What the panel measures with one check missing: what stands there before it is known. */
const usualHeight = 420;

/** The validation ladder of a service: the level held, its steps, and what is missing for the next one. */
export function LadderPanel({ name, change }: { name: string; change: ChangeState }) {
  const { data, error, refetch } = useQuery(orpc.validation.ladder.queryOptions({ input: { name } }));
  if (!data) {
    if (!error) return <SkeletonBlock height={usualHeight} />;
    return <Fault error={error} what="The validation ladder could not be read" onRetry={() => void refetch()} />;
  }
  return (
    <Panel title="Validation ladder" aside={<Age at={data.judgedAt} prefix="judged" />} flush>
      <Held ladder={data} />
      <Steps ladder={data} change={change} />
      <BadgeLine name={name} level={data.level} badgePath={data.badgePath} />
    </Panel>
  );
}

function Held({ ladder }: { ladder: Ladder }) {
  const { level, steps } = ladder;
  const title = steps.find((step) => step.level === level)?.title;
  return (
    <div className={classes.held}>
      <LevelMark level={level} size={28} word="level" />
      <p className={classes.says}>{title ?? 'Not even level 0: what it asks for stands below.'}</p>
      <p className={classes.next}>{describeNext(ladder)}</p>
    </div>
  );
}

/** All five steps, and what the chosen one asks for; to begin with that is the next one. */
function Steps({ ladder, change }: { ladder: Ladder; change: ChangeState }) {
  const { steps, level } = ladder;
  const next = nextStep(ladder);
  const [chosen, setChosen] = useState<LadderLevel | null>(null);
  const shown = steps.find((step) => step.level === chosen) ?? next ?? steps.at(-1);
  return (
    <>
      <ol className={classes.steps} aria-label="Steps of the ladder">
        {steps.map((step) => (
          <li key={step.level}>
            <StepButton
              {...{ step }}
              isHeld={level !== null && step.level <= level}
              isNext={step === next}
              isShown={step === shown}
              onChoose={() => setChosen(step.level)}
            />
          </li>
        ))}
      </ol>
      {shown ? <Checks key={shown.level} step={shown} change={change} /> : null}
    </>
  );
}

interface StepButtonProps {
  step: LadderStep;
  isHeld: boolean;
  isNext: boolean;
  isShown: boolean;
  onChoose: () => void;
}

function StepButton({ step, isHeld, isNext, isShown, onChoose }: StepButtonProps) {
  return (
    <button type="button" className={classes.step} aria-pressed={isShown} data-held={isHeld || undefined} onClick={onChoose}>
      <span className={classes.stepHead}>
        <span className={classes.number}>Level {step.level}</span>
        {isNext ? <span className="sb-tag">next</span> : null}
        <CheckMark look={stateOfStep(step)} word={describeStep(step)} size={12} />
      </span>
      <span className={classes.stepTitle}>{step.title}</span>
    </button>
  );
}

function Checks({ step, change }: { step: LadderStep; change: ChangeState }) {
  return (
    <ul className={classes.checks} aria-label={`What level ${step.level} asks for`}>
      {orderChecks(step.checks).map((check) => (
        <CheckLine key={check.id} {...{ check, change }} />
      ))}
    </ul>
  );
}

function CheckLine({ check, change }: { check: LadderCheck; change: ChangeState }) {
  const { state, title, message, help } = check;
  return (
    <li className={classes.check}>
      <CheckMark look={state} word={checkWord[state]} />
      <div className={classes.checkWords}>
        <p className={classes.checkTitle}>
          <Prose text={title} />
        </p>
        <p className={classes.message}>
          <Prose text={message} />
        </p>
        {help === null ? null : (
          <p className={classes.help}>
            <Prose text={help} />
          </p>
        )}
      </div>
      <Place check={check} change={change} />
    </li>
  );
}

/** Where one reads on: the run that says so, else the part of the page that it is about. */
function Place({ check, change }: { check: LadderCheck; change: ChangeState }) {
  const about = <span className="sb-hidden"> of “{check.title}”</span>;
  if (check.runId !== null)
    return (
      <RunLink className={classes.place} id={check.runId} change={change}>
        The run{about}
      </RunLink>
    );
  const place = placeOfCheck(check);
  if (place === null) return null;
  return (
    <Link className={classes.place} href={place.href} prefetch={false}>
      {place.title}
      {about}
    </Link>
  );
}
