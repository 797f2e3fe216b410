import { type Accessor, createContext, useContext } from 'solid-js';

/** The last message that went out as a new, linked ticket because its own was closed. */
type Moved = Accessor<{ from: string; to: string } | null>;

const MovedContext = createContext<Moved>(() => null);
export const MovedProvider = MovedContext.Provider;
export const useMoved = () => useContext(MovedContext);
