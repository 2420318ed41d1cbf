import assert from "node:assert/strict";
import { startDemo } from "./demo-process";

const MISTAKES: readonly (readonly [args: readonly string[], message: string])[] = [
  [["--prot", "1880"], "Unknown option '--prot'."],
  [["1880"], "Unexpected argument '1880'."],
  [["--port"], "--port needs a value."],
  [["--port", "http"], "--port must be a whole number from 1 to 65535, not 'http'."],
  [["--port", "0"], "--port must be a whole number from 1 to 65535, not '0'."],
  [["--reset=yes"], "--reset takes no value."],
  [
    ["--broker", "http://secret@host"],
    "--broker must be one URI such as mqtt://192.168.1.10:1883 (or mqtts, ws, wss).",
  ],
];

describe("the options of npm start", () => {
  for (const [args, message] of MISTAKES) {
    it(`name the mistake in: ${args.join(" ")}`, async () => {
      const demo = startDemo(args);

      assert.equal(await demo.exited, 2);
      assert.deepEqual(demo.lines.all, [`${message} See --help.`]);
    });
  }

  it("are listed with --help", async () => {
    const demo = startDemo(["--help"]);

    assert.equal(await demo.exited, 0);
    for (const option of ["--port", "--broker", "--user-dir", "--reset", "--watch"]) {
      assert.match(demo.lines.all.join("\n"), new RegExp(`^  ${option} `, "m"));
    }
  });
});
