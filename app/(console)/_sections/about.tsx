import { ButtonLink } from "@/components/ui/button";
import { ENTITY_WORDS } from "@/lib/entities/words";
import type { AsOf } from "@/lib/kpis/as-of";
import type { Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Reference, referenceText } from "@/lib/platform/entities/reference";
import { ABOUT } from "./about-index";

/** What a page shows: a KPI or an initiative. */
export type AboutProps = { viewer: Viewer; of: Reference; asOf: AsOf | null };

/** What each entity has to say about it: its about.tsx draws a section, or nothing. */
export const About = (props: AboutProps) => Object.entries(ABOUT).map(([feature, Part]) => <Part key={feature} {...props} />);

/** What can be begun about it, as the words of entities offer it. */
export const OffersAbout = ({ of, may }: { of: Reference; may: (verb: Verb) => boolean }) =>
  ENTITY_WORDS.flatMap(({ offers }) => offers?.about ?? [])
    .filter(({ types, verb }) => types.includes(of.type) && may(verb))
    .map(({ label, hrefOf }) => (
      <ButtonLink key={label} href={hrefOf(referenceText(of))}>
        {label}
      </ButtonLink>
    ));
