import { createContext, useContext } from 'solid-js';

/** The address of a conversation: a page in the portal, an anchor inside the widget's frame. */
const Links = createContext((ticketId: string) => `/tickets/${ticketId}`);
export const LinksProvider = Links.Provider;
export const useLinks = () => useContext(Links);
