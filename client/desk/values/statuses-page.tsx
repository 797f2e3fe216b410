import { ValuesPage } from './values-page.tsx';

export const StatusesPage = () => <ValuesPage page="statuses" lists={['statuses', 'priorities']} />;
export const CategoriesPage = () => <ValuesPage page="categories" lists={['categories']} />;
export const TagsPage = () => <ValuesPage page="tags" lists={['tags']} />;
