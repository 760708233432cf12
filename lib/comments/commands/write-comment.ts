import "server-only";
import { now } from "@/lib/clock";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { loadAllowed } from "@/lib/platform/commands/entity";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { notify } from "@/lib/platform/notices/notify";
import { mentionedIn } from "../mention-text";
import { inText, listReaders } from "../readers";
import type { WriteCommentInput } from "../schema";
import { COMMENTED } from "../subject";

/** So many people can be named in one comment. */
const MENTIONS = 20;

type Named = { id: string; name: string }[];
const write = defineCommand({
  verb: "comment.write",
  audit: "comment.write",
  entity: COMMENTED,
  at: ({ about }: WriteCommentInput & { named: () => Named }) => about,
  guard: "key",
  run: async ({ tx, sql, viewer, input: { about, body, named }, id }) => {
    const people = named();
    await tx.comment.create({
      data: { id, subjectType: about.type, subjectId: about.id, authorId: viewer.personId, body, at: now() },
      select: { id: true },
    });
    if (people.length > 0) await tx.commentMention.createMany({ data: people.map((person) => ({ commentId: id, personId: person.id })) });
    await notify(
      sql,
      viewer,
      people.map((person) => ({ personId: person.id, kind: "mentioned", subject: { type: "comment", id } })),
    );
    return { before: null, after: { body, ...(people.length > 0 && { mentions: people.map((person) => person.name).join(", ") }) } };
  },
});

/**
 * A comment on anything that takes them, open or closed. Its text is never changed. Whoever is named in it with "@" and may read what it is
 * about is told; a name of anybody else stays plain text, so that writing it says nothing about who there is.
 */
export async function writeComment(viewer: Viewer, input: WriteCommentInput): Promise<{ id: string }> {
  const named = input.body.includes("@") ? await readersNamed(viewer, input) : [];
  // Who is named hangs on who works here at the moment: it is no part of what was sent, and of what a second send is compared with.
  return write(viewer, { ...input, named: () => named });
}

/** Asked before the write, since it is the installation that knows who may read; nothing of it is answered to who may not write here. */
async function readersNamed(viewer: Viewer, { about, body }: WriteCommentInput): Promise<Named> {
  const place = await reading(viewer, (tx) => loadAllowed(onTx(tx), viewer, COMMENTED, { verb: "comment.write", key: about }));
  return mentionedIn(body, await listReaders(place, place.reads, inText(body), 200)).slice(0, MENTIONS);
}
