/** What an app does around a call that a shared part makes. */
export interface Acting {
  /** Says what was done. */
  say: (text: string) => void;
  /** Makes the call, and says why when it is refused; null then. */
  attempt: <T>(work: () => Promise<T>) => Promise<T | null>;
}
