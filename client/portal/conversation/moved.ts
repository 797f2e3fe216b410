import { type Accessor, createContext, useContext } from 'solid-js';

/** The last message that was sent as a new, linked ticket because its own ticket was closed. */
type Moved = Accessor<{ from: string; to: string } | null>;

const MovedContext = createContext<Moved>(() => null);
export const MovedProvider = MovedContext.Provider;
export const useMoved = () => useContext(MovedContext);
