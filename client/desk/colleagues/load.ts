import { useSession } from '../../shared/state/session.ts';

interface Colleague {
  id: string;
  activeTickets: number;
  capacity: number;
}

/** How many places of a colleague are taken, snoozed tickets included: the same number wherever the desk shows it. */
export function useLoad() {
  const { live } = useSession();
  return ({ id, activeTickets, capacity }: Colleague) => ({
    n: live.here.colleague(id)?.activeTickets ?? activeTickets,
    capacity,
  });
}
