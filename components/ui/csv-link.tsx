type Props = {
  /** a path under /api/export, with its query */
  href: string;
  /** what the file holds, for who does not see what is next to it: "KPIs of Operations" */
  of: string;
};

/** Takes the table beside it along as a file. A plain link: nothing is fetched before it is pressed. */
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
