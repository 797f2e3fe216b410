import { Match, Show, Switch } from 'solid-js';
import { inAQuietMoment, later } from '../../shared/later.ts';
import { useDesk } from '../desk.ts';
import { t } from '../words.ts';

const load = {
  palette: async () => (await import('../palette/palette.tsx')).Palette,
  choose: async () => (await import('../related/choose-dialog.tsx')).ChooseDialog,
  split: async () => (await import('../related/split-dialog.tsx')).SplitDialog,
  view: async () => (await import('../views/view-dialog.tsx')).ViewDialog,
  sheet: async () => (await import('./key-sheet.tsx')).KeySheet,
  preferences: async () => (await import('../preferences/preferences-dialog.tsx')).PreferencesDialog,
  password: async () => (await import('./password-dialog.tsx')).PasswordDialog,
};
const Palette = later(load.palette);
const ChooseDialog = later(load.choose);
const SplitDialog = later(load.split);
const ViewDialog = later(load.view);
const KeySheet = later(load.sheet);
const PreferencesDialog = later(load.preferences);
const PasswordDialog = later(load.password);

/** Renders the overlay. Its code is preloaded, so that it is there at the first key and offline. */
export function Overlays() {
  const desk = useDesk();
  inAQuietMoment(() => Object.values(load).forEach((one) => void one().catch(() => {})));

  return (
    <Show when={desk.overlay()} keyed>
      {(overlay) => {
        const close = () => desk.hide(overlay);
        // Offline, or the server has a newer build and deleted this file.
        const missing = () => {
          close();
          desk.say({ text: t('notLoaded') });
        };
        return (
          <Switch>
            <Match when={overlay.name === 'palette' && overlay}>
              {(palette) => <Palette of={palette().of} close={close} missing={missing} />}
            </Match>
            <Match when={overlay.name === 'choose' && overlay}>
              {(asked) => (
                <ChooseDialog act={asked().act} ticketId={asked().ticketId} close={close} missing={missing} />
              )}
            </Match>
            <Match when={overlay.name === 'split' && overlay}>
              {(asked) => <SplitDialog ticketId={asked().ticketId} seq={asked().seq} close={close} missing={missing} />}
            </Match>
            <Match when={overlay.name === 'view' && overlay}>
              {(view) => <ViewDialog asked={view().asked} of={view().of} close={close} missing={missing} />}
            </Match>
            <Match when={overlay.name === 'sheet'}>
              <KeySheet close={close} missing={missing} />
            </Match>
            <Match when={overlay.name === 'preferences'}>
              <PreferencesDialog close={close} missing={missing} />
            </Match>
            <Match when={overlay.name === 'password'}>
              <PasswordDialog close={close} missing={missing} />
            </Match>
          </Switch>
        );
      }}
    </Show>
  );
}
