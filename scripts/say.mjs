/** Prints one line of progress, with the seconds since the command began. */
const began = Number(process.env.COMMAND_BEGAN) || Date.now();
export const say = (line) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);

/** Passed to the process that continues the same command, so that it counts from the same moment. */
export const BEGAN = { COMMAND_BEGAN: String(began) };

/** Ends the command with one sentence about the problem and its solution; no stack, because it is not a defect. */
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
