/** Why a test is skipped, kept on the test for the reporter. */
export interface Skippable {
  skipReason?: string;
}

/**
 * Skips the tests of the describe block it is called in when something they need is missing from the machine.
 * With `CI` set that is a failure, so that nothing stays unproven unnoticed.
 * @param missing what is missing and how to get it; undefined if it is there
 */
export function needs(missing: string | undefined): void {
  before(function () {
    if (missing === undefined) return;
    if (process.env["CI"]) throw new Error(missing);
    this.test?.parent?.eachTest((test) => {
      Object.assign(test, { skipReason: missing } satisfies Skippable);
    });
    this.skip();
  });
}
