type Props = {
  /** read out: "Purchasing: $25.1M ordered, plan $22.0M, 14 % over" */
  label: string;
  value: number | null;
  target: number | null;
  /** end of the scale; by default a tenth more than the larger of the two; set it so that the bars of a list share it */
  max?: number;
};

/** Value as a bar from zero, target as a tick across it. A missing value leaves the track empty. */
export function Bullet({ label, value, target, max }: Props) {
  const end = max ?? Math.max(value ?? 0, target ?? 0) * 1.1;
  const share = (n: number) => (end > 0 ? `${Math.min(100, Math.max(0, (100 * n) / end)).toFixed(2)}%` : "0%");
  return (
    <svg width="100%" height="16" role="img" aria-label={label} className="mt-1 block overflow-visible">
      <rect y="2" width="100%" height="12" className="fill-band" />
      {value !== null && <rect y="5" width={share(value)} height="6" className="fill-series-1" />}
      {target !== null && <line x1={share(target)} x2={share(target)} y2="16" className="stroke-target" strokeWidth="2" />}
    </svg>
  );
}
