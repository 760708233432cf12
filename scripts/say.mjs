/** One line of progress, with the seconds since the command began. */
const began = performance.now();
export const say = (line) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);

/** Ends the command with one sentence that says what is wrong and what to do; no stack, it is not a defect. */
export class Refusal extends Error {}

/** Runs `main`; a Refusal is printed as its sentence, everything else with its stack. Both end with exit code 1. */
export async function command(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Refusal ? `\n${error.message}\n` : error);
    process.exit(1);
  }
}
