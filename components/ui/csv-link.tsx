type Props = {
  /** a path under /api/export, with its query */
  href: string;
  /** the content of the file, for screen readers: "KPIs of Operations" */
  of: string;
};

/** Downloads the table next to it as a file. A plain link: nothing is fetched before it is clicked. */
export function CsvLink({ href, of }: Props) {
  return (
    <a
      href={href}
      download
      aria-label={`CSV: ${of}`}
      className="inline-flex items-center underline underline-offset-2 hover:text-fg max-md:min-h-11 print:hidden"
    >
      CSV
    </a>
  );
}
