const PATHS = {
  ask: "M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z",
  system: "M2.5 10.5h3.5l2.5-6 4 11 2.5-5h2.5",
  models: "M10 2.8l6.5 3.6v7.2L10 17.2l-6.5-3.6V6.4zM3.5 6.4L10 10l6.5-3.6M10 10v7.2",
  history: "M10 6v4.2l2.8 1.6M3.2 8.2a7 7 0 1 1-.1 3.4M3 4.5v3.8h3.8",
  send: "M10 16V4.5M5.2 9L10 4.2 14.8 9",
  stop: "M6 6h8v8H6z",
  tick: "M4.5 10.5l3.6 3.6 7.4-8",
  book: "M10 5.2C8.2 4 6 3.7 3.5 3.9v11.3c2.5-.2 4.7.1 6.5 1.3 1.8-1.2 4-1.5 6.5-1.3V3.900c-2.500-.2-4.700.1-6.500 1.300zM10 5.200v11.300",
  talk: "M3.5 4.500h13v9h-7l-3.500 3v-3h-2.500z",
  meter: "M3.500 16v-5M8 16V6M12.500 16v-7M16.500 16V4",
  bin: "M4 5.500h12M8 5.500V4h4v1.500M5.500 5.500l.7 10.500h7.600l.7-10.500",
  theme: "M10 3.500a6.500 6.500 0 1 0 0 13zM10 3.500a6.500 6.500 0 0 1 0 13",
  help: "M16.500 10a6.500 6.500 0 1 1-13 0a6.500 6.500 0 0 1 13 0M8.200 8.200a1.900 1.900 0 1 1 2.800 1.700c-.7.4-1 .7-1 1.400M10 13.400v.1",
  plus: "M10 4.500v11M4.500 10h11",
} as const;

export type IconName = keyof typeof PATHS;

/** Drawn beside words that say the same, so it is silent to a screen reader. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="16" cy="16" r="13" />
      <path d="M8.500 17h3.200l2.300-6 3.600 10 2.200-5.500h3.700" />
    </svg>
  );
}
