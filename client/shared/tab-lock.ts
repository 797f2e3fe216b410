/**
 * Runs `work` in one tab of the browser at a time. A frame on another site can be refused a lock when the browser
 * blocks its storage (SecurityError): then each tab runs `work`, and the server answers the second as the first.
 */
export async function withTabLock<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  let began = false;
  try {
    if (typeof navigator !== 'undefined' && navigator.locks)
      return await navigator.locks.request(name, () => {
        began = true;
        return work();
      });
  } catch (error) {
    if (began) throw error;
  }
  return work();
}
