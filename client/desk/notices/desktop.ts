/** Notices of the operating system, and what the browser says about them. */

/** `missing`: this browser has none, or the address is not https. */
export type NotificationState = NotificationPermission | 'missing';

export const standing = (): NotificationState =>
  typeof Notification === 'undefined' ? 'missing' : Notification.permission;

/** Only where it was never asked does the browser ask. */
export async function askForNotices(): Promise<NotificationState> {
  return standing() === 'default' ? Notification.requestPermission() : standing();
}

interface NotificationContent {
  title: string;
  body: string;
  /** A later one with the same takes its place. */
  tag: string;
  clicked?: () => void;
}

/** Whether it could be shown. */
export function showNotice({ title, body, tag, clicked }: NotificationContent): boolean {
  if (standing() !== 'granted') return false;
  try {
    const notice = new Notification(title, { body, tag });
    notice.addEventListener('click', () => {
      window.focus();
      notice.close();
      clicked?.();
    });
    return true;
  } catch {
    // Some phones have the name, and refuse it to a page.
    return false;
  }
}
