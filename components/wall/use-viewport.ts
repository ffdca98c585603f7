'use client';

import { useEffect, useState } from 'react';
import { landscape, type Shape } from '#lib/model/wall/type-scale.ts';

/** The sides of the window; those of a common screen until they are known. */
export function useViewport(): Shape {
  const [shape, setShape] = useState<Shape>(landscape);
  useEffect(() => {
    const read = () => setShape({ width: window.innerWidth, height: window.innerHeight });
    read();
    window.addEventListener('resize', read);
    return () => window.removeEventListener('resize', read);
  }, []);
  return shape;
}
