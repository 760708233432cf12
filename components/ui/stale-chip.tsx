/** Dashed outline that says how late something is: "117 days late". */
export function StaleChip({ days, text }: { days: number; text?: string }) {
  return (
    <span className="inline-block rounded-[3px] border border-dashed border-border px-1.5 text-caption leading-[18px] whitespace-nowrap text-fg">
      {text ?? `${days} ${days === 1 ? "day" : "days"} late`}
    </span>
  );
}
