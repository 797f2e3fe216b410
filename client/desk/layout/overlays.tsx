import { type Component, createComponent, Show } from 'solid-js';
import { inAQuietMoment, later } from '../../shared/later.ts';
import { type Overlay, useDesk } from '../desk.ts';
import { t } from '../words.ts';

interface Shown {
  close: () => void;
  missing: () => void;
}
type Overlays = { [N in Overlay['name']]: Component<Extract<Overlay, { name: N }> & Shown> & { preload(): void } };

/** By name; each takes the fields of its overlay as props. */
const OVERLAYS: Overlays = {
  palette: later(async () => (await import('../palette/palette.tsx')).Palette),
  choose: later(async () => (await import('../related/choose-dialog.tsx')).ChooseDialog),
  split: later(async () => (await import('../related/split-dialog.tsx')).SplitDialog),
  view: later(async () => (await import('../views/view-dialog.tsx')).ViewDialog),
  sheet: later(async () => (await import('./key-sheet.tsx')).KeySheet),
  preferences: later(async () => (await import('../preferences/preferences-dialog.tsx')).PreferencesDialog),
  password: later(async () => (await import('./password-dialog.tsx')).PasswordDialog),
};

/** Renders the overlay. Its code is preloaded, so that it is there at the first key and offline. */
export function Overlays() {
  const desk = useDesk();
  inAQuietMoment(() => Object.values(OVERLAYS).forEach((one) => one.preload()));

  return (
    <Show when={desk.overlay()} keyed>
      {(overlay) => {
        const close = () => desk.hide(overlay);
        // Offline, or the server has a newer build and deleted this file.
        const missing = () => {
          close();
          desk.say({ text: t('notLoaded') });
        };
        // The part and the fields belong to one name, which the compiler cannot follow through the record.
        const Part = OVERLAYS[overlay.name] as Component<Overlay & Shown>;
        return createComponent(Part, { ...overlay, close, missing });
      }}
    </Show>
  );
}
