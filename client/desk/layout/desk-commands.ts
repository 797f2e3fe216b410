import { useNavigate } from '@solidjs/router';
import { useState } from '../../shared/state/session.ts';
import { switchTheme } from '../../shared/ui/theme.tsx';
import { type CommandId, commandIds, commandOf, type Handler, isFor, useCommands } from '../commands.ts';
import { IN_PLACE, pathOf, useDesk } from '../desk.ts';
import { useOpenSearch } from '../search/open-search.ts';
import { t } from '../words.ts';

/** The commands that work on every page of the desk. */
export function useDeskCommands({ leaveTicket, isInside }: { leaveTicket: () => void; isInside: () => boolean }) {
  const state = useState();
  const desk = useDesk();
  const navigate = useNavigate();
  const places = commandIds.flatMap((id) => {
    const { place } = commandOf(id);
    const go = () => {
      const item = state.me.menu.find(({ code }) => code === place);
      if (item) navigate(pathOf(item), IN_PLACE);
    };
    return place ? [[id, { run: go, when: () => isFor(id, state.me.menu) }]] : [];
  });

  useCommands({
    ...(Object.fromEntries(places) as Partial<Record<CommandId, Handler>>),
    search: useOpenSearch(),
    palette: () => desk.show({ name: 'palette', of: null }),
    sheet: () => desk.show({ name: 'sheet' }),
    preferences: () => desk.show({ name: 'preferences' }),
    theme: switchTheme,
    undo: { run: () => void desk.undo(), when: () => desk.mayUndo(), why: () => t('undoing.nothing') },
    leave: { run: leaveTicket, when: isInside },
  });
}
