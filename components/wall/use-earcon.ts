'use client';

import { useEffect, useRef, useState } from 'react';
import { keyOf } from '#components/fleet/trouble-words.ts';
import type { Incident } from '#lib/model/trouble.ts';
import { isEarconDue } from '#lib/model/wall/care.ts';
import { problemStateOf } from '#lib/model/wall/problem.ts';

/** Two falling notes, half a second. */
function play(context: AudioContext): void {
  for (const [at, hertz] of [
    [0, 660],
    [0.22, 495],
  ] as const) {
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    const from = context.currentTime + at;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.25, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.26);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.28);
  }
}

const toSounding = (one: Incident) => ({ key: keyOf(one), state: problemStateOf(one) });

/** Sounds once for a service that is newly down or a breaker newly open, where sound was asked for; whether it can. */
export function useEarcon(problems: readonly Incident[] | null, isWanted: boolean): 'off' | 'on' | 'blocked' {
  const [sound, setSound] = useState<'off' | 'on' | 'blocked'>('off');
  const context = useRef<AudioContext | null>(null);
  const before = useRef<readonly Incident[] | null>(null);
  const lastMs = useRef<number | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    const made = new AudioContext();
    context.current = made;
    const tell = () => setSound(made.state === 'running' ? 'on' : 'blocked');
    made.addEventListener('statechange', tell);
    tell();
    return () => {
      context.current = null;
      void made.close();
    };
  }, [isWanted]);
  useEffect(() => {
    const known = before.current;
    before.current = problems;
    if (known === null || problems === null || context.current?.state !== 'running') return;
    if (!isEarconDue(known.map(toSounding), problems.map(toSounding), lastMs.current, performance.now())) return;
    lastMs.current = performance.now();
    play(context.current);
  }, [problems]);
  return isWanted ? sound : 'off';
}
