import { useNavigate } from '@solidjs/router';
import { useState } from '../../shared/session.ts';
import { switchTheme } from '../../shared/theme.tsx';
import { useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { useOpenSearch } from '../search/open-search.ts';

const PLACES = {
  goWaiting: 'waiting',
  goMine: 'mine',
  goSnoozed: 'snoozed',
  goAll: 'all',
  goPeople: 'people',
} as const;
/** The views that a command of their own goes to. */
export const placesWithKeys = Object.values(PLACES) as string[];

/** What can be done wherever one is. */
export function useDeskCommands({ leaveTicket, isInside }: { leaveTicket: () => void; isInside: () => boolean }) {
  const state = useState();
  const desk = useDesk();
  const navigate = useNavigate();
  const go = (code: string) => ({
    run: () => navigate(`/${code}`),
    when: () => state.me.menu.some((item) => item.code === code),
  });

  useCommands({
    goWaiting: go(PLACES.goWaiting),
    goSnoozed: go(PLACES.goSnoozed),
    goMine: go(PLACES.goMine),
    goAll: go(PLACES.goAll),
    goPeople: go(PLACES.goPeople),
    search: useOpenSearch(),
    palette: () => desk.show({ name: 'palette', of: null }),
    sheet: () => desk.show({ name: 'sheet' }),
    preferences: () => desk.show({ name: 'preferences' }),
    theme: switchTheme,
    undo: { run: () => desk.undo(), when: () => desk.mayUndo() },
    leave: { run: leaveTicket, when: isInside },
  });
}
