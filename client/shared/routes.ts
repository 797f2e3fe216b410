/** What the server's routes take and answer, read from the routes themselves. Types alone: nothing of it is in a bundle. */
import type { ExtractSchema } from 'hono/types';
import type { Api } from '../../server/app.ts';

type Schema = ExtractSchema<Api>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** As a template writes it: `/api/tickets/:id/status` is `/tickets/${string}/status`. */
type Written<Path> = Path extends `/api${infer Rest}` ? Filled<Rest> : never;
type Filled<Path> = Path extends `${infer Before}:${string}/${infer After}`
  ? `${Before}${string}/${Filled<After>}`
  : Path extends `${infer Before}:${string}`
    ? `${Before}${string}`
    : Path;

type Endpoints = {
  [Path in keyof Schema]: {
    [Verb in keyof Schema[Path]]: { path: Written<Path>; verb: Verb; is: Schema[Path][Verb] };
  }[keyof Schema[Path]];
}[keyof Schema];

type ByMethod = { [M in Method]: Extract<Endpoints, { verb: `$${Lowercase<M>}` }> };

type WithoutQuery<Path> = Path extends `${infer Before}?${string}` ? Before : Path;
/** Both ways: `/tickets/${string}` alone would also take every path below it. */
type Matching<Path, E> = E extends { path: infer P; is: infer Is }
  ? [P] extends [Path]
    ? [Path] extends [P]
      ? Is
      : never
    : never
  : never;
type Endpoint<M extends Method, Path> = Matching<WithoutQuery<Path>, ByMethod[M]>;

/** Nothing for a path that no route has: then `Path & Served<…>` takes no argument. */
export type Served<M extends Method, Path> = [Endpoint<M, Path>] extends [never] ? never : unknown;

/** What a route answers when it goes well; null where that is nothing. Errors are thrown, and stand in no type. */
export type Answer<M extends Method, Path> =
  Endpoint<M, Path> extends { output: infer Output; outputFormat: infer Format }
    ? Format extends 'json'
      ? Output
      : null
    : never;

/** What a route reads from the request's body. */
export type Body<M extends Method, Path> =
  Endpoint<M, Path> extends { input: { json: infer Json } } ? Json : Record<string, never>;
