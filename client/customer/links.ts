import { createContext, useContext } from 'solid-js';

/** The address of a conversation: in the portal its page, in the widget a place within the frame. */
const Links = createContext((ticketId: string) => `/tickets/${ticketId}`);
export const LinksProvider = Links.Provider;
export const useLinks = () => useContext(Links);
