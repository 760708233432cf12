import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { type Notice, notify } from "@/lib/platform/notices/notify";
import { answerBy } from "../life/clock";
import { departments, nextLevelUp } from "../life/escalate";
import { UNANSWERED } from "../life/states";
import { signalTerms } from "../life/terms";
import type { EscalateInput } from "../schema";
import { transitionSignal } from "./transition-signal";

/**
 * Escalated by hand, with a sentence why: to the next department above with a different lead, otherwise to the company itself. Nobody below
 * is asked any more, the clock restarts, and the leads there are notified. Throws INVALID if there is nobody above.
 */
export const escalateSignal = transitionSignal<EscalateInput>({
  audit: "signal.escalate",
  verb: "signal.explain",
  from: UNANSWERED,
  apply: async ({ sql, viewer, signal, input, now: at }) => {
    const found = await asInstallation(sql, () => departments(sql, now()));
    const places = new Map(found.map((place) => [place.id, withoutViewer(place, viewer)]));
    const root = [...places.values()].find((place) => place.parent === null);
    const here = places.get(signal.escalatedToId ?? signal.departmentId);
    if (root === undefined || here === undefined || here.id === root.id)
      throw new AppError("INVALID", "It is already at company level; there is no department above.");
    const to = nextLevelUp(places, here, root);
    const { timeZone, clock } = await signalTerms(sql);
    const dueAt = answerBy(at, signal.level, timeZone, clock);
    const notices = to.leads.map(
      (personId): Notice => ({
        personId,
        kind: "signal-escalated",
        subject: { type: "signal", id: signal.id },
      }),
    );
    await notify(sql, viewer, notices);
    return {
      change: { state: "acknowledged", ownerId: null, askedById: null, answerBy: dueAt, escalatedToId: to.id, escalatedAt: at },
      event: { step: "escalated", text: input.text, departmentId: to.id, dueAt },
    };
  },
});

const withoutViewer = <P extends { leads: string[] }>(place: P, viewer: Viewer): P => ({
  ...place,
  leads: place.leads.filter((personId) => personId !== viewer.personId),
});
