import { QuickVerb } from "@/components/signals/quick-verb";
import { type SignalActions, SignalVerbs } from "@/components/signals/signal-verbs";
import type { Option } from "@/components/signals/verb-dialogs";
import { ButtonLink } from "@/components/ui/button";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { TodayItem, TodayUndo } from "@/lib/today/view";
import { DeferItem } from "./defer-item";
import { DoneVerb } from "./done-verb";
import { UndoDefer } from "./undo-defer";

export type ItemActions = SignalActions & { complete: FormActionProp<{ id: string }>; deferItem: FormActionProp<{ until: string }> };

type Props = {
  item: TodayItem;
  actions: ItemActions;
  /** people proposed for questions about the item's department */
  people: Option[];
  dueOn: string;
  until: string;
  idempotencyKey: string;
};

/** The viewer's actions on a line, each with its key; on the current line the first is filled. */
export function ItemVerbs({ item, actions, people, dueOn, until, idempotencyKey }: Props) {
  switch (item.kind) {
    case "signal":
    case "late":
    case "explanation": {
      const { answer } = item;
      return (
        <SignalVerbs
          signal={{ id: answer.id, version: answer.version, name: answer.name, departmentId: answer.departmentId }}
          state={answer.state}
          workable={item.kind !== "late"}
          asked={answer.asked}
          rights={answer.rights}
          people={people}
          ownerId={answer.ownerId}
          {...(item.kind === "explanation" && { explanation: `${item.meta}: ${item.text}` })}
          dueOn={dueOn}
          until={until}
          idempotencyKey={idempotencyKey}
          actions={actions}
        />
      );
    }
    case "work":
      return (
        <>
          {item.what === "action" ? (
            <DoneVerb action={actions.complete} id={item.id} version={item.version} about={item.text} />
          ) : (
            <ButtonLink href={item.href} keyHint="X" data-first="">
              Report
            </ButtonLink>
          )}
          <DeferItem item={item.key} about={item.text} until={until} action={actions.deferItem} />
        </>
      );
    case "proposal":
      return (
        <>
          <ButtonLink href={item.href} keyHint="D" data-first="">
            Decide
          </ButtonLink>
          <DeferItem item={item.key} about={item.lead} until={until} action={actions.deferItem} />
        </>
      );
    case "task":
      return (
        <>
          <ButtonLink href={item.href} {...(item.asks && { keyHint: "D" })} data-first="">
            {item.verb}
          </ButtonLink>
          {item.asks && <DeferItem item={item.key} about={`${item.lead} ${item.text}`} until={until} action={actions.deferItem} />}
        </>
      );
  }
}

/** The viewer's last step, with the undo button while it can be undone. Read aloud when it appears. */
export function UndoLine({
  undo,
  action,
  deferAction,
  idempotencyKey,
}: {
  undo: TodayUndo | null;
  action: SignalActions["undo"];
  deferAction: FormActionProp<{ item: string }>;
  idempotencyKey: string;
}) {
  return (
    <div
      role="status"
      className={undo === null ? "sr-only" : "mt-3 flex flex-wrap items-center gap-3 bg-surface px-3 py-2 text-table print:hidden"}
    >
      {undo !== null && (
        <>
          <span>{undo.text}.</span>
          {"item" in undo ? (
            <UndoDefer key={undo.item} item={undo.item} about={undo.text} action={deferAction} />
          ) : (
            <QuickVerb
              key={`${undo.signalId}:${undo.version}`}
              action={action}
              id={undo.signalId}
              version={undo.version}
              idempotencyKey={idempotencyKey}
              label="Undo"
              about={undo.text}
              keyHint="U"
            />
          )}
        </>
      )}
    </div>
  );
}
