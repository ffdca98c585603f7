'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { client } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import { retryWaitMs } from '#lib/model/wall/lateness.ts';
import { formatPairingCode } from '#lib/model/wall/pairing.ts';
import classes from './pairing.module.css';

const askMs = 2000;

interface Shown {
  code: string;
  claim: string;
}

/** Asks for a code, then whether somebody has entered it, for ever; a code that runs out is followed by another. */
async function pairOnce(wall: string, show: (shown: Shown) => void, signal: AbortSignal): Promise<boolean> {
  const { code, claim } = await client.screen.begin({ wall }, { signal });
  show({ code, claim });
  for (;;) {
    await wait(askMs, signal);
    const { state } = await client.screen.claim({ wall, claim }, { signal });
    if (state === 'paired') return true;
    if (state === 'expired') return false;
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

async function pairForEver(wall: string, tell: { show: (shown: Shown) => void; fail: (message: string) => void }, signal: AbortSignal) {
  for (let failures = 0; !signal.aborted; ) {
    try {
      if (await pairOnce(wall, tell.show, signal)) return true;
      failures = 0;
    } catch (error) {
      if (signal.aborted) break;
      failures += 1;
      tell.fail(toFault(error).message);
      await wait(retryWaitMs(failures, Math.random(), 30_000), signal).catch(() => undefined);
    }
  }
  return false;
}

/** What a screen shows that is not paired: a code, and where to enter it. */
export function Pairing({ wall, title, onPaired }: { wall: string; title: string; onPaired: () => void }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [host, setHost] = useState('');
  const paired = useEffectEvent(onPaired);
  useEffect(() => {
    setHost(window.location.host);
    const controller = new AbortController();
    const show = (next: Shown) => {
      setShown(next);
      setFault(null);
    };
    void pairForEver(wall, { show, fail: setFault }, controller.signal).then((isPaired) => isPaired && paired());
    return () => controller.abort();
  }, [wall]);
  return (
    <main className={classes.screen} data-ground="dark" data-wall="unpaired">
      <h1 className={classes.title}>{title}: this screen is not paired yet</h1>
      <p className={classes.code}>
        <span className="sb-hidden">Pairing code </span>
        {shown ? formatPairingCode(shown.code) : '····-····'}
      </p>
      <p className={classes.text}>
        Open <strong>{host === '' ? 'Signalbox' : `${host}/walls`}</strong>, choose <strong>Pair a screen</strong> and enter this code.
      </p>
      <p className={classes.note} role="status">
        {fault ?? 'A code lives 10 minutes; then another one stands here by itself.'}
      </p>
    </main>
  );
}
