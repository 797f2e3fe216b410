import { createMemo, createSignal } from 'solid-js';
import { ApiError, Offline } from '../../shared/request.ts';
import { t as shared } from '../../shared/words.ts';

/** Unsaved changes by id, kept while the person looks at other pages. */
const kept = new Map<string, object>();

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

interface Options<T extends { id: string }, P extends keyof T & string> {
  /** As the server has it. */
  stored: () => T;
  saved: (now: T) => void;
  parts: readonly P[];
  /** Sends only the changed parts. */
  send: (id: string, change: Partial<Pick<T, P>>) => Promise<T>;
  /** What is typed, as it is sent: the problems are numbered by that. */
  clean?: (typed: Pick<T, P>) => Pick<T, P>;
}

/** A thing of the settings with unsaved changes. */
export function createDraft<T extends { id: string }, P extends keyof T & string>({
  stored,
  saved,
  parts,
  send,
  clean = (typed) => typed,
}: Options<T, P>) {
  // `Object.fromEntries` loses the names of the parts.
  const from = (value: (part: P) => unknown) =>
    Object.fromEntries(parts.map((part) => [part, value(part)])) as Pick<T, P>;
  const draftOf = (thing: T) => from((part) => thing[part]);
  // Whatever is kept of this id was put there by this function.
  const [draft, setDraft] = createSignal((kept.get(stored().id) as Pick<T, P> | undefined) ?? draftOf(stored()));
  const [problems, setProblems] = createSignal<Record<string, string>>({});
  const [problem, setProblem] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const changed = createMemo((): P[] => parts.filter((part) => !same(draft()[part], stored()[part])));

  function put(next: Pick<T, P>) {
    setDraft(() => next);
    if (changed().length > 0) kept.set(stored().id, next);
    else kept.delete(stored().id);
  }
  /** Changes made during the request stay unsaved. */
  function settle(now: T, sent: Pick<T, P>) {
    const typed = draft();
    saved(now);
    put(from((part) => (same(typed[part], sent[part]) ? now[part] : typed[part])));
    setProblems({});
    setProblem('');
  }

  return {
    draft,
    changed,
    busy,
    problem,
    problemOf: (field: string): string | undefined => problems()[field],
    /** The first problem of a list or of any of its items. */
    firstProblemIn: (field: string): string | undefined =>
      Object.entries(problems()).find(([name]) => name === field || name.startsWith(`${field}.`))?.[1],
    edit: (change: Partial<Pick<T, P>>) => put({ ...draft(), ...change }),
    discard: () => settle(stored(), draft()),
    /** Returns the previous values for undo; null when refused. */
    async save(): Promise<Partial<Pick<T, P>> | null> {
      if (busy() || changed().length === 0) return null;
      put(clean(draft()));
      const names = changed();
      const pick = (of: Pick<T, P>) => Object.fromEntries(names.map((part) => [part, of[part]])) as Partial<Pick<T, P>>;
      const sent = draft();
      const before = pick(draftOf(stored()));
      setBusy(true);
      setProblems({});
      setProblem('');
      try {
        settle(await send(stored().id, pick(sent)), sent);
        return before;
      } catch (error) {
        if (error instanceof ApiError) setProblems(error.fields);
        const message = error instanceof Error ? error.message : String(error);
        setProblem(error instanceof Offline ? shared('offline.noAnswer') : message);
        return null;
      } finally {
        setBusy(false);
      }
    },
    async undo(before: Partial<Pick<T, P>>) {
      const sent = draftOf(stored());
      settle(await send(stored().id, before), sent);
    },
  };
}
