import { createEffect, createSignal, on } from 'solid-js';
import type { Invitation } from '../../../server/invitations/contract.ts';
import type { User } from '../../../server/people/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { peopleApi } from './people-api.ts';

/** The team and who is invited. Only this page needs them whole: it loads them again whenever their lists change. */
export function createPeopleList() {
  const state = useState();
  const [staff, setStaff] = createSignal<User[] | null>(null);
  const [invitations, setInvitations] = createSignal<Invitation[]>([]);
  const [failed, setFailed] = createSignal(false);
  /** Of several loads only the newest counts. */
  let turn = 0;

  async function load() {
    const own = ++turn;
    try {
      const [people, invited] = [await allStaff(), await peopleApi.invitations()];
      if (own !== turn) return;
      setStaff(people);
      setInvitations(invited.items);
      setFailed(false);
    } catch {
      if (own === turn) setFailed(true);
    }
  }
  createEffect(on([() => state.lists.colleagues.version, () => state.lists.invitations.version], () => void load()));

  return {
    staff,
    invitations,
    failed,
    load,
    put: (user: User) => setStaff((all) => (all ?? []).map((one) => (one.id === user.id ? user : one))),
  };
}

async function allStaff() {
  const all: User[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: User[]; next: string | null } = await peopleApi.page(cursor);
    all.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return all;
}
