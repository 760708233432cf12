import type { PanelContent } from "@/components/shell/foot-panel";
import { formatDate } from "@/lib/format";

type Work = {
  rows: {
    id: string;
    kind: "initiative" | "milestone" | "action";
    title: string;
    href: string;
    ownerName: string | null;
    initiativeCode: string | null;
    dueOn: string;
    lateDays: number | null;
  }[];
  total: number;
  overdue: number;
};

/** Work that is overdue or due within thirty days, as a short list. */
export function workPanel({ rows, total }: Work): PanelContent {
  if (rows.length === 0)
    return { empty: "Nothing is due within thirty days.", connect: { href: "/initiatives", label: "All initiatives" } };
  return {
    count: total > rows.length ? `${rows.length} of ${total}` : String(total),
    rows: rows.map((row) => ({
      id: row.id,
      title: row.kind === "action" || row.initiativeCode === null ? row.title : `${row.initiativeCode} ${row.title}`,
      href: row.href,
      meta: [row.kind === "initiative" ? null : row.kind, row.ownerName].filter((part) => part !== null).join(" · "),
      dueText: formatDate(row.dueOn).replace(/ \d{4}$/, ""),
      lateDays: row.lateDays,
      mark: "no-target" as const,
    })),
  };
}
