import { browserZone, setZone } from '../../shared/zone.ts';

/**
 * Sets the zone of the person's profile. The browser's holds for UTC, which is that of a profile in which nobody has chosen one,
 * and for a zone that an old browser does not know.
 */
export const liveIn = (chosen: string) =>
  void setZone(chosen === '' || chosen === 'UTC' || !isKnown(chosen) ? browserZone : chosen);

/** As in `time-zones.ts`, which the shell of the desk does not load. */
function isKnown(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}
