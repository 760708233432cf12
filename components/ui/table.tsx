import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { ScrollRegion } from "./scroll-region";

/**
 * A dense table in a region that scrolls sideways if needed. The label names both for screen readers; the region takes focus so that arrow
 * keys scroll it.
 */
export function Table({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <ScrollRegion label={label} className="overflow-x-auto">
      <table className={clsx("w-full border-collapse text-table leading-4", className)}>
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </ScrollRegion>
  );
}

type Cell = { numeric?: boolean; children?: ReactNode };

/** Column header with its unit: "Value, $". */
export function Th({ numeric = false, unit, children, className, ...rest }: Cell & { unit?: string } & ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={clsx(
        "h-7 whitespace-nowrap border-b px-2 text-caption font-normal text-muted first:pl-0 last:pr-0",
        numeric ? "text-right" : "text-left",
        className,
      )}
      {...rest}
    >
      {children}
      {unit !== undefined && `, ${unit}`}
    </th>
  );
}

/** Cell of a 32 px row; numbers are aligned right. */
export function Td({ numeric = false, strong = false, children, className, ...rest }: Cell & { strong?: boolean } & ComponentProps<"td">) {
  return (
    <td
      className={clsx(
        "h-8 border-b px-2 first:pl-0 last:pr-0",
        numeric ? "whitespace-nowrap text-right" : "text-left",
        strong && "font-semibold",
        className,
      )}
      {...rest}
    >
      {children}
    </td>
  );
}

/** The cell that names its row, read aloud with every other cell of it. */
export function RowHeader({ children, className, ...rest }: { children: ReactNode } & ComponentProps<"th">) {
  return (
    <th scope="row" className={clsx("h-8 border-b px-2 text-left font-medium first:pl-0", className)} {...rest}>
      {children}
    </th>
  );
}
