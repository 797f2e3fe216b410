/**
 * What every story in a browser begins with: a world of its own, and windows on it. To import this is to have them, in
 * every test and hook of the file.
 */
import { afterAll, beforeAll } from 'vitest';
import { openWindows, type Windows } from './windows.ts';
import { createWorld, type World } from './world.ts';

export let world: World;
export let windows: Windows;

beforeAll(async () => {
  world = await createWorld();
  windows = await openWindows();
});

afterAll(async () => {
  await windows.close();
  await world.end();
});
