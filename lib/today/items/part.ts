import { can } from "@/lib/platform/authz/policy";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";
import { departmentsAcceptingOwn } from "@/lib/signals/answers/accepts-own";

/** The viewer's permissions as department ids. */
export type Part = {
  /** the viewer, and whom they stand in for */
  own: string[];
  /** where any signal is theirs to acknowledge */
  acts: string[];
  /** where they ask, assign and accept */
  decides: string[];
  /** departments they lead themselves, with all below: whose typed KPIs are on their My numbers */
  led: string[];
  /** the departments a signal climbs to when it is to reach this viewer */
  reachedBy: string[];
  /** where they may accept what they explained themselves */
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
