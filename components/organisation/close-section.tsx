import { VerbForm } from "@/components/people/forms/verb-form";
import { Section } from "@/components/ui/section";
import type { FormActionProp } from "@/components/ui/use-action-form";

type Props = {
  /** "Sales", "Head of sales" */
  name: string;
  what: "department" | "position";
  fields: Record<string, string>;
  closed: boolean;
  /** what prevents closing, in words; null if nothing does */
  blockers: string | null;
  /** the effect of closing, as a sentence */
  does: string;
  close: FormActionProp<{ id: string }>;
  open: FormActionProp<{ id: string }>;
};

/** Closes it, says what prevents that, or opens it again. */
export function CloseSection({ name, what, fields, closed, blockers, does, close, open }: Props) {
  return (
    <Section title={closed ? "Reopen" : "Close"}>
      <div className="grid max-w-[76ch] justify-items-start gap-3 pt-3 text-table">
        {closed && (
          <>
            <p>
              {name} is closed: it cannot be selected, and its history is kept. When reopened, it is as it was
              {what === "position" ? ", vacant" : ""}.
            </p>
            <VerbForm action={open} fields={fields} label={`Reopen the ${what}`} />
          </>
        )}
        {!closed && blockers !== null && (
          <p>
            {name} cannot be closed yet. It still has <strong>{blockers}</strong>. Move, end or close these first.
          </p>
        )}
        {!closed && blockers === null && (
          <>
            <p>{does} Nothing is deleted, and it can be reopened.</p>
            <VerbForm
              action={close}
              fields={fields}
              label={`Close the ${what}`}
              tone="danger"
              confirm={`${name}: ${does.charAt(0).toLowerCase()}${does.slice(1)} Nothing is deleted.`}
            />
          </>
        )}
      </div>
    </Section>
  );
}
