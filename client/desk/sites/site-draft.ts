import { createMemo, createSignal } from 'solid-js';
import type { EditSite, Site } from '../../../server/sites/contract.ts';
import { ApiError, Offline } from '../../shared/request.ts';
import { t as shared } from '../../shared/words.ts';
import { originIn, siteApi } from './site-api.ts';

export type Draft = Pick<Site, 'name' | 'origins' | 'look' | 'hours'>;
const PARTS = ['name', 'origins', 'look', 'hours'] as const;
type Part = (typeof PARTS)[number];

/** Unsaved changes by site, kept while the admin looks at other pages. */
const kept = new Map<string, Draft>();

const draftOf = ({ name, origins, look, hours }: Site): Draft => ({ name, origins, look, hours });
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

export type SiteDraft = ReturnType<typeof createSiteDraft>;

/** A site with unsaved changes. Saving sends only the changed parts. */
export function createSiteDraft(site: () => Site, saved: (site: Site) => void) {
  const [draft, setDraft] = createSignal(kept.get(site().id) ?? draftOf(site()));
  const [problems, setProblems] = createSignal<Record<string, string>>({});
  const [problem, setProblem] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const changed = createMemo((): Part[] => PARTS.filter((part) => !same(draft()[part], site()[part])));

  function put(next: Draft) {
    setDraft(next);
    if (changed().length > 0) kept.set(site().id, next);
    else kept.delete(site().id);
  }
  /** Changes made during the request stay unsaved. */
  function settle(now: Site, sent: Draft) {
    const typed = draft();
    const or = <P extends Part>(part: P): Draft[P] => (same(typed[part], sent[part]) ? now[part] : typed[part]);
    saved(now);
    put({ name: or('name'), origins: or('origins'), look: or('look'), hours: or('hours') });
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
    edit: (change: Partial<Draft>) => put({ ...draft(), ...change }),
    discard: () => settle(site(), draft()),
    /** Returns the previous values for undo; null when refused. */
    async save(): Promise<EditSite | null> {
      if (busy() || changed().length === 0) return null;
      // Drops empty lines: the problems are numbered by what is sent.
      put({ ...draft(), origins: draft().origins.map(originIn).filter(Boolean) });
      const pick = (of: Draft): EditSite => Object.fromEntries(changed().map((part) => [part, of[part]]));
      const sent = draft();
      const before = pick(draftOf(site()));
      setBusy(true);
      setProblems({});
      setProblem('');
      try {
        settle(await siteApi.edit(site().id, pick(sent)), sent);
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
    async undo(before: EditSite) {
      const sent = draftOf(site());
      settle(await siteApi.edit(site().id, before), sent);
    },
  };
}
