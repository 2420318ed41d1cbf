import assert from "node:assert/strict";
import { house, sparse } from "./house";
import { useEditor } from "./use-editor";

describe("A dialog that is opened and left", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  for (const id of ["broker", "input", "output", ...sparse.map((node) => node.id)]) {
    it(`leaves ${id} as it is when nothing is changed`, async () => {
      const before = await editor().saved(id);
      await editor().edit(id);
      assert.deepEqual(await unusable(), [], "without a name, or for the mouse alone");
      await editor().done();
      assert.deepEqual(await editor().saved(id), before);
      assert.equal(await editor().isChanged(), false);
    });
  }

  it("shows what a hand-written flow means", async () => {
    await editor().edit("sparse-broker");
    assert.equal(await editor().field("node-config-input-uri").inputValue(), "mqtt://localhost:1883");
    assert.equal(await editor().field("node-config-input-keepalive").inputValue(), "${KEEPALIVE}");
    assert.equal(await editor().field("node-config-input-autoConnect").isChecked(), false);
    assert.equal(await editor().field("node-config-input-queueQos0").isChecked(), true);
    assert.equal(await editor().field("node-config-input-verifyServer").isChecked(), true);
    await editor().cancel();

    await editor().edit("sparse-output");
    assert.equal(await editor().field("node-input-retain").inputValue(), "true");
    assert.equal(await editor().field("node-input-qos").inputValue(), "");
  });

  /** The controls, folded ones too, that someone who hears the page or has but a keyboard can't use. */
  function unusable(): Promise<string[]> {
    return editor().page.evaluate(() => {
      for (const fold of document.querySelectorAll("details")) fold.open = true;
      const controls = document.querySelectorAll<HTMLInputElement>(
        ".m2m-dialog :is(a, button, input, select, summary)",
      );
      const found = [...controls].filter((control) => {
        const labels = [...(control.labels ?? [])].map((label) => label.textContent);
        const names = [
          control.getAttribute("aria-label"),
          ...labels,
          control.tagName !== "SELECT" && control.textContent,
        ];
        const hasName = names.some((name) => name && /\w/.test(name));
        const isReached = control.tabIndex >= 0 && control.matches(":not(a), [href], [tabindex]");
        return control.checkVisibility() && !(hasName && isReached);
      });
      return found.map((control) => control.outerHTML);
    });
  }
});
