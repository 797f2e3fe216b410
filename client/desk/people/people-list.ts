import { createSignal, onMount } from 'solid-js';
import type { User } from '../../../server/people/contract.ts';
import { api } from '../../shared/api.ts';
import { useDesk } from '../desk.ts';

/** The staff by name. Only this page needs the full accounts, so they are not in the store. */
export function createPeopleList() {
  const desk = useDesk();
  const [staff, setStaff] = createSignal<User[]>([]);
  const put = (user: User) =>
    setStaff((all) =>
      [...all.filter((one) => one.id !== user.id), user].toSorted((a, b) => a.name.localeCompare(b.name)),
    );

  async function load() {
    let cursor: string | null = null;
    do {
      const page = await desk.attempt(() => api.users({ kind: 'staff', cursor }));
      page?.items.forEach(put);
      cursor = page?.next ?? null;
    } while (cursor);
  }
  onMount(() => void load());

  return { staff, put };
}
