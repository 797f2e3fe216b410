const PATHS = {
  close: 'M18 6 6 18M6 6l12 12',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  back: 'm15 18-6-6 6-6',
};

export const Icon = (props: { name: keyof typeof PATHS }) => (
  <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[props.name]} stroke-width={props.name === 'more' ? 3 : undefined} />
  </svg>
);
