/** A short label with what it is about, heard and not seen: where several buttons of one label stand on a page. */
export function Named({ label, about }: { label: string; about: string }) {
  return (
    <span>
      {label}
      <span className="sr-only">: {about}</span>
    </span>
  );
}
