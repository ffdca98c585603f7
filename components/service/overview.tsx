'use client';

import type { Service } from '#lib/model/service.ts';
import { DependenciesPanel } from './dependencies-panel.tsx';
import { FactsPanel, PolicyPanel } from './facts-panel.tsx';
import { HealthPanel, LooksPanel } from './health-panel.tsx';
import { InstancesPanel } from './instances-panel.tsx';
import { SaturationPanel } from './saturation-panel.tsx';
import classes from './service.module.css';
import type { SignalWindow } from './service-state.ts';
import { SignalPanels } from './signal-panels.tsx';
import { TargetsPanel } from './targets-panel.tsx';

interface OverviewProps {
  service: Service;
  window: SignalWindow;
  onWindow: (window: SignalWindow) => void;
}

/** How the service is now, how it was, where we look, and whose it is. */
export function Overview({ service, window, onWindow }: OverviewProps) {
  return (
    <div className={classes.overview}>
      <SignalPanels service={service} window={window} onWindow={onWindow} />
      <HealthPanel service={service} />
      <DependenciesPanel name={service.name} />
      <InstancesPanel service={service} />
      <SaturationPanel service={service} window={window} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <LooksPanel name={service.name} />
        </div>
        <div className={classes.column}>
          <TargetsPanel service={service} />
          <FactsPanel service={service} />
          <PolicyPanel service={service} />
        </div>
      </div>
    </div>
  );
}
