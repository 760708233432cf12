import { Topic } from "./topic";

const KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl K, Cmd K", "go to a page or an object, or run a command"],
  ["G, then 1 to 9 and 0", "the ten areas"],
  ["G T", "Today"],
  ["G M", "My numbers"],
  ["?", "the keys"],
  ["↑ ↓ or J K", "on Today and in Decisions: move between rows"],
  ["Enter", "open the row; in a grid: save and go down"],
  ["A", "on Today: assign"],
  ["Q", "on Today: ask"],
  ["E", "on Today: acknowledge"],
  ["L", "on Today: snooze until a date"],
  ["D", "on Today: decide (accept or ask again)"],
  ["X", "on Today: explain, or done"],
  ["U", "on Today: undo the last step, within 10 minutes"],
  ["D, S, Q", "in Decisions: decide, score, ask who decides"],
  ["N, /", "in Decisions: ask for a decision, go to the filter"],
  ["T, U, C", "on a decision: tell those it concerns, undo, comment"],
  ["← → Home End", "in a chart: from point to point"],
  ["Ctrl Enter", "submit the form you are filling in"],
  ["Esc", "close, or go back"],
];

/** Every key, in one table. */
export function Keys() {
  return (
    <Topic id="keys" title="Keys">
      <p>Single letters work only outside fields. You can turn them off in your settings.</p>
      <table className="w-full border-collapse text-table">
        <caption className="sr-only">Keys and what they do</caption>
        <tbody>
          {KEYS.map(([key, does]) => (
            <tr key={key}>
              <th scope="row" className="border-b py-1.5 pr-4 text-left font-medium whitespace-nowrap max-md:whitespace-normal">
                {key}
              </th>
              <td className="border-b py-1.5">{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Topic>
  );
}
