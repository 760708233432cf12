/** A short label with its object for screen readers only, if several buttons on a page have the same label. */
export function Named({ label, about }: { label: string; about: string }) {
  return (
    <span>
      {label}
      <span className="sr-only">: {about}</span>
    </span>
  );
}
