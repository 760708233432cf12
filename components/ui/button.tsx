import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Kbd } from "./kbd";

type Look = {
  children: ReactNode;
  tone?: "plain" | "primary" | "danger";
  /** the key with the same effect, e.g. "A": shown, told to assistive technology, and used by lists with single keys */
  keyHint?: string;
};

const tones = {
  plain: "border-border/50 bg-bg text-fg hover:border-border hover:bg-surface",
  primary: "border-fg bg-fg text-bg hover:opacity-90",
  danger: "border-bad bg-bg text-bad hover:bg-surface",
};

/** 28 px high in a row on the desktop, 44 px for touch. */
function buttonClass(tone: "plain" | "primary" | "danger", className?: string) {
  return clsx(
    "inline-flex h-11 cursor-pointer items-center justify-center gap-1.5 whitespace-nowrap rounded border px-3 text-table font-medium",
    "disabled:cursor-not-allowed disabled:border-grid disabled:bg-surface disabled:text-muted md:h-7 md:px-2 md:text-caption print:hidden",
    tones[tone],
    className,
  );
}

/** A button. Its type is "button" by default: only a form's own button submits. */
export function Button({ tone = "plain", keyHint, children, className, type = "button", ...rest }: Look & ComponentProps<"button">) {
  return (
    <button type={type} className={buttonClass(tone, className)} aria-keyshortcuts={keyHint} {...rest}>
      {children}
      {keyHint !== undefined && <Kbd inverted={tone === "primary"}>{keyHint}</Kbd>}
    </button>
  );
}

/** A link that looks like a button: it navigates, it changes nothing. */
export function ButtonLink({ tone = "plain", keyHint, children, className, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link className={buttonClass(tone, className)} aria-keyshortcuts={keyHint} {...rest}>
      {children}
      {keyHint !== undefined && <Kbd inverted={tone === "primary"}>{keyHint}</Kbd>}
    </Link>
  );
}
