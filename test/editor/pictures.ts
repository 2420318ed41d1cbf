// Makes the pictures of the README anew, from what the newcomer's walk-through shows and from the simulated house, on a
// Node that runs Node-RED 5, whose canvas has room for the house:
// npm run build && PICTURES=docs/pictures npx mocha test/editor/pictures.ts test/editor/newcomer.test.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startDemo } from "../demo/demo-process";
import { freePort } from "../support/free-port";
import { picture } from "./picture";
import { sharedBrowser } from "./shared-parts";

describe("The picture of the simulated house", function () {
  this.timeout(120_000);

  it("shows an automation at work", async () => {
    const userDir = await mkdtemp(path.join(tmpdir(), "demo-"));
    const demo = startDemo(["--user-dir", userDir, "--port", String(await freePort())]);
    const { editor } = await demo.ready();
    const page = await (await sharedBrowser()).newPage();
    await page.setViewportSize({ width: 1240, height: 750 });
    await page.goto(editor.href);
    await page.locator("#red-ui-loading-progress").waitFor({ state: "hidden" });
    const status = page.locator(".red-ui-flow-node-status-label");
    await status.getByText("ON", { exact: true }).waitFor({ timeout: 40_000 });
    await page.locator("#red-ui-header-button-sidemenu").waitFor();
    await page.keyboard.press("Control+Space");
    await picture(page, "house", ["#red-ui-workspace-chart"]);
    await page.close();
    await demo.pressCtrlC();
    await rm(userDir, { recursive: true });
  });
});
