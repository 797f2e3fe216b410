/** Initials on a plain colour, never a random one. The name stands beside it or in `title`. */
export function Face(props: { name: string; title?: string; class?: string | undefined }) {
  const initials = () =>
    props.name
      .split(' ')
      .filter(Boolean)
      .map((word) => [...word][0] ?? '')
      .slice(0, 2)
      .join('')
      .toUpperCase();
  return (
    <span class={`face ${props.class ?? ''}`} title={props.title} aria-hidden="true">
      {initials()}
    </span>
  );
}
