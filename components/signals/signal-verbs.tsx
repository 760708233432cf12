import { ButtonLink } from "@/components/ui/button";
import { Named } from "@/components/ui/named";
import { ExplainDialog } from "./explain-dialog";
import { QuickVerb } from "./quick-verb";
import { type Act, AskDialog, AssignDialog, DecideDialog, DeferDialog, EscalateDialog, type Option, type VerbSignal } from "./verb-dialogs";

/** The actions, passed in by the page. */
export type SignalActions = Record<
  "acknowledge" | "ask" | "assign" | "explain" | "accept" | "askAgain" | "defer" | "escalate" | "undo",
  Act
>;

type Props = {
  signal: VerbSignal;
  state: string;
  /** somebody asked this viewer: answering comes first */
  asked: boolean;
  rights: { acknowledge: boolean; explain: boolean; decide: boolean };
  /** people proposed for questions and work; without anybody, actions that need a person are left out */
  people: Option[];
  ownerId: string | null;
  explanation?: string;
  /** proposed day for answers and work */
  dueOn: string;
  /** proposed end of the snooze */
  until: string;
  idempotencyKey: string;
  /** whether work can solve it; a late value has to be entered instead */
  workable?: boolean;
  actions: SignalActions;
};

/** The viewer's actions on a signal in its state, each with its key; the most likely one first. */
export function SignalVerbs({
  signal,
  state,
  asked,
  rights,
  people,
  ownerId,
  explanation = "",
  dueOn,
  until,
  idempotencyKey,
  workable = true,
  actions,
}: Props) {
  const defer = <DeferDialog signal={signal} action={actions.defer} until={until} />;
  const initiative = workable && rights.decide && (
    <ButtonLink href={`/initiatives/new?signal=${signal.id}`} keyHint="I">
      <Named label="Initiative" about={signal.name} />
    </ButtonLink>
  );
  const decision = workable && rights.decide && (
    <ButtonLink href={`/decisions/new?about=signal:${signal.id}`}>
      <Named label="Decision" about={signal.name} />
    </ButtonLink>
  );
  if (state === "acted_on" || state === "verified")
    return (
      <>
        {state === "acted_on" && initiative}
        {state === "acted_on" && decision}
        {rights.acknowledge && defer}
      </>
    );
  if (state === "explained")
    return (
      <>
        {rights.decide && (
          <DecideDialog first signal={signal} action={actions.accept} askAgain={actions.askAgain} explanation={explanation} dueOn={dueOn} />
        )}
        {initiative}
        {decision}
        {defer}
      </>
    );
  const asks = rights.decide && people.length > 0;
  const answersFirst = rights.explain && (asked || !rights.decide);
  const to = { signal, people, ownerId, dueOn };
  // For a late value asking comes first: there is nothing yet to work on.
  const assign = asks && <AssignDialog key="assign" {...to} action={actions.assign} first={!answersFirst && workable} />;
  const ask = asks && <AskDialog key="ask" {...to} action={actions.ask} first={!answersFirst && !workable} />;
  return (
    <>
      {answersFirst && <ExplainDialog first signal={signal} action={actions.explain} />}
      {workable ? [assign, ask] : [ask, assign]}
      {rights.acknowledge && state === "open" && (
        <QuickVerb
          action={actions.acknowledge}
          id={signal.id}
          version={signal.version}
          idempotencyKey={idempotencyKey}
          label="Acknowledge"
          about={signal.name}
          keyHint="E"
          first={!answersFirst && !asks}
        />
      )}
      {rights.explain && !answersFirst && <ExplainDialog signal={signal} action={actions.explain} />}
      {initiative}
      {asked && rights.explain && <EscalateDialog signal={signal} action={actions.escalate} />}
      {rights.acknowledge && defer}
    </>
  );
}
