/**
 * The start of every story in a browser: a world of its own, and windows on it. A file that imports this has them in all its tests
 * and hooks, because `vitest.config.ts` runs `stage-setup.ts` before it.
 */
import { afterAll, beforeAll } from 'vitest';
import { openWindows, type Windows } from './windows.ts';
import { createWorld, type World } from './world.ts';

export let world: World;
export let windows: Windows;

/** Sets the stage for the file that is loaded next. */
export function setStage() {
  beforeAll(async () => {
    world = await createWorld();
    windows = await openWindows();
  });

  afterAll(async () => {
    await windows.close();
    await world.end();
  });
}
