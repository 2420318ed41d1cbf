import { scale } from "./scale";

/** Says on a line what a test counted, where it counts at length. */
export function tell(counted: object): void {
  if (!scale.isTold) return;
  console.log(
    `      ${Object.entries(counted)
      .map(([what, number]) => `${words(what)} ${number}`)
      .join(", ")}`,
  );
}

function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
