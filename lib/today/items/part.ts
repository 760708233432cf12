import { can } from "@/lib/platform/authz/policy";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";
import { departmentsAcceptingOwn } from "@/lib/signals/answers/accepts-own";

/** The viewer's permissions as department ids. */
export type Part = {
  /** the viewer and the people they deputise for */
  own: string[];
  /** where they may acknowledge any signal */
  acts: string[];
  /** where they may ask, assign and accept */
  decides: string[];
  /** departments they lead themselves, with all below: their manually entered KPIs are on the viewer's My numbers */
  led: string[];
  /** departments whose escalated signals reach this viewer */
  reachedBy: string[];
  /** where they may accept their own explanations */
  acceptsOwn: string[];
};

export function partOf(viewer: Viewer): Part {
  const where = (verb: "signal.acknowledge" | "signal.decide") =>
    viewer.readable.filter((departmentId) => can(viewer, verb, { departmentId }));
  const leading = viewer.grants.filter((grant) => grant.role === "lead");
  return {
    own: ownPeople(viewer),
    acts: where("signal.acknowledge"),
    decides: where("signal.decide"),
    led: [...new Set(leading.flatMap((grant) => [...grant.departments]))],
    reachedBy: viewer.grants.filter((grant) => grant.role === "lead" || grant.role === "coo").map((grant) => grant.departmentId),
    acceptsOwn: departmentsAcceptingOwn(viewer),
  };
}
