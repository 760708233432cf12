"use client";

import { type ReactNode, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { newIdempotencyKey } from "@/components/ui/idempotency-key";
import { Named } from "@/components/ui/named";
import { TextareaField } from "@/components/ui/textarea";
import type { FormActionProp } from "@/components/ui/use-action-form";

export type Act = FormActionProp<{ id: string }>;
export type Option = { value: string; label: string };

/** The signal data that an action needs. */
export type VerbSignal = { id: string; version: number; name: string; departmentId: string };

type Frame = {
  signal: VerbSignal;
  label: string;
  keyHint: string;
  first?: boolean;
  title: string;
  description: string;
  action: Act;
  submit: string;
  children: Parameters<typeof ActionForm>[0]["children"];
  /** below the form */
  more?: ReactNode;
};

/** An action that needs input: its button with its key, and the dialog with the form. */
export function VerbDialog({ signal, label, keyHint, first = false, title, description, action, submit, children, more }: Frame) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title={title}
      description={description}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button keyHint={keyHint} {...(first && { "data-first": "" })}>
          <Named label={label} about={signal.name} />
        </Button>
      }
    >
      <Sent signal={signal} action={action} submit={submit} onDone={() => setOpen(false)}>
        {children}
      </Sent>
      {more}
    </Dialog>
  );
}

type SentProps = Pick<Frame, "signal" | "action" | "submit" | "children"> & { onDone: () => void; tone?: "plain" | "primary" };

/** Rendered only while its dialog is open, so that its key is new each time. */
function Sent({ signal, action, submit, onDone, tone = "primary", children }: SentProps) {
  const [key] = useState(newIdempotencyKey);
  return (
    <ActionForm
      action={action}
      hidden={{ id: signal.id, version: String(signal.version) }}
      idempotencyKey={key}
      label={submit}
      tone={tone}
      done="Done."
      onDone={onDone}
    >
      {children}
    </ActionForm>
  );
}

export type Verb = { signal: VerbSignal; action: Act; first?: boolean };
type Asks = Verb & { people: Option[]; ownerId: string | null; dueOn: string };

type AnswererProps = Pick<Asks, "signal" | "people" | "ownerId"> & { id: string; label: string; error: string | undefined };

/** A person who can answer in the signal's department: its owner, or the closest, until another is chosen. */
function Answerer({ signal, people, ownerId, ...field }: AnswererProps) {
  const proposed = people.find(({ value }) => value === ownerId) ?? people[0] ?? null;
  return (
    <ComboField
      {...field}
      name="personId"
      source={{ of: "answerers", department: signal.departmentId }}
      chosen={proposed && { ...proposed, note: "", free: true }}
      required
    />
  );
}

export function AssignDialog({ people, ownerId, dueOn, ...verb }: Asks) {
  return (
    <VerbDialog {...verb} label="Assign" keyHint="A" title="Assign" description={verb.signal.name} submit="Assign">
      {({ errors, values }) => (
        <>
          <Answerer id="assign-person" label="Person" signal={verb.signal} people={people} ownerId={ownerId} error={errors.personId} />
          <InputField
            id="assign-title"
            name="title"
            label="Action"
            required
            maxLength={200}
            autoComplete="off"
            defaultValue={values.title ?? ""}
            error={errors.title}
          />
          <InputField
            id="assign-due"
            name="dueOn"
            type="date"
            label="Due"
            required
            defaultValue={values.dueOn ?? dueOn}
            error={errors.dueOn}
          />
        </>
      )}
    </VerbDialog>
  );
}

export function AskDialog({ people, ownerId, dueOn, ...verb }: Asks) {
  return (
    <VerbDialog {...verb} label="Ask" keyHint="Q" title="Ask why" description={verb.signal.name} submit="Ask">
      {({ errors, values }) => (
        <>
          <Answerer id="ask-person" label="Person" signal={verb.signal} people={people} ownerId={ownerId} error={errors.personId} />
          <TextareaField
            id="ask-text"
            name="text"
            label="Question"
            hint="Optional. Default: why did this happen, and what is being done about it?"
            maxLength={1000}
            defaultValue={values.text ?? ""}
            error={errors.text}
          />
          <InputField
            id="ask-by"
            name="answerBy"
            type="date"
            label="Answer by"
            required
            defaultValue={values.answerBy ?? dueOn}
            error={errors.answerBy}
          />
        </>
      )}
    </VerbDialog>
  );
}

/** Escalates to a department above, for somebody who decides over more than their own work. */
export function EscalateDialog(verb: Verb) {
  return (
    <VerbDialog
      {...verb}
      label="Escalate"
      keyHint="S"
      title="Escalate"
      description={`${verb.signal.name}. The lead of the next department above gets it, and it is removed from your Today.`}
      submit="Escalate"
    >
      {({ errors, values }) => (
        <TextareaField
          id="escalate-text"
          name="text"
          label="Reason for escalating"
          required
          maxLength={1000}
          defaultValue={values.text ?? ""}
          error={errors.text}
        />
      )}
    </VerbDialog>
  );
}

export function DeferDialog({ until, ...verb }: Verb & { until: string }) {
  return (
    <VerbDialog
      {...verb}
      label="Snooze"
      keyHint="L"
      title="Snooze until a date"
      description={`${verb.signal.name}. It returns to your Today on that day; nothing changes for anybody else.`}
      submit="Snooze"
    >
      {({ errors, values }) => (
        <InputField
          id="leave-until"
          name="until"
          type="date"
          label="Until"
          required
          defaultValue={values.until ?? until}
          error={errors.until}
        />
      )}
    </VerbDialog>
  );
}

type Decide = Verb & { askAgain: Act; explanation: string; dueOn: string };

/** Shows the explanation, with buttons to accept it or ask again. */
export function DecideDialog({ signal, action, askAgain, explanation, dueOn, first = false }: Decide) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Dialog
      title="Decide"
      description={`${signal.name} ${explanation}`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button keyHint="D" {...(first && { "data-first": "" })}>
          <Named label="Decide" about={signal.name} />
        </Button>
      }
    >
      <Sent signal={signal} action={action} submit="Accept" onDone={close}>
        {({ errors, values }) => (
          <InputField
            id="accept-text"
            name="text"
            label="Comment"
            hint="Optional."
            maxLength={1000}
            autoComplete="off"
            defaultValue={values.text ?? ""}
            error={errors.text}
          />
        )}
      </Sent>
      <div className="mt-4 border-t pt-4">
        <Sent signal={signal} action={askAgain} submit="Ask again" tone="plain" onDone={close}>
          {({ errors, values }) => (
            <>
              <TextareaField
                id="again-text"
                name="text"
                label="What is missing"
                hint="The person is asked again."
                maxLength={1000}
                defaultValue={values.text ?? ""}
                error={errors.text}
              />
              <InputField
                id="again-by"
                name="answerBy"
                type="date"
                label="Answer by"
                defaultValue={values.answerBy ?? dueOn}
                error={errors.answerBy}
              />
            </>
          )}
        </Sent>
      </div>
    </Dialog>
  );
}
