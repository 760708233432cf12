import { Badge } from "@/components/ui/badge";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { formatAgo } from "@/lib/format";
import type { OwnSession } from "@/lib/platform/auth/sessions";

/** Browser and system from a User-Agent, as far as it tells; the rest is ignored. */
function browserOf(agent: string): string {
  const browser = [/Edg\//, /OPR\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((pattern) => pattern.test(agent));
  const system = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS X/, /Linux/].findIndex((pattern) => pattern.test(agent));
  const name = ["Edge", "Opera", "Firefox", "Chrome", "Safari"][browser] ?? "Another browser";
  const on = ["Android", "iOS", "Windows", "macOS", "Linux"][system];
  return on === undefined ? name : `${name} on ${on}`;
}

export function SessionTable({ sessions, now }: { sessions: OwnSession[]; now: string }) {
  return (
    <Table label="Your sessions">
      <thead>
        <tr>
          <Th>Browser</Th>
          <Th>Last seen</Th>
          <Th>Signed in</Th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={`${session.startedAt} ${session.userAgent}`}>
            <RowHeader>
              <span title={session.userAgent}>{browserOf(session.userAgent)}</span> {session.current && <Badge>this one</Badge>}
            </RowHeader>
            <Td>{formatAgo(session.lastSeenAt, now)}</Td>
            <Td>{formatAgo(session.startedAt, now)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
