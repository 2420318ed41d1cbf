import assert from "node:assert/strict";
import { useEditor } from "./use-editor";

const parser = {
  id: "parser",
  type: "uri-parser",
  z: "tab",
  name: "",
  action: "parse",
  property: "payload",
  propertyType: "msg",
  target: "payload",
  targetType: "msg",
  strict: true,
  wires: [[]],
};
/** As someone may write it by hand. */
const sparse = { id: "sparse", type: "uri-parser", z: "tab", strict: "false", propertyType: "env", property: "URL" };
const flow = [
  { id: "tab", type: "tab", label: "Addresses", disabled: false, info: "" },
  { ...parser, x: 200, y: 80 },
  { ...sparse, x: 200, y: 160, wires: [[]] },
];

describe("The dialog of a uri parser", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow });

  it("saves each field, and shows it again", async () => {
    await editor().edit("parser");
    await editor().field("node-input-action").selectOption("format");
    await typed("property", "env", "MQTT_URL");
    await typed("target", "flow", "broker.uri");
    await editor().field("node-input-lenient").check();
    await editor().field("node-input-name").fill("Address");
    await editor().done();

    const edited = {
      action: "format",
      property: "MQTT_URL",
      propertyType: "env",
      target: "broker.uri",
      targetType: "flow",
      strict: false,
      name: "Address",
    };
    assert.deepEqual(await editor().saved("parser"), { ...parser, ...edited });
    await editor().edit("parser");
    assert.equal(await editor().field("node-input-lenient").isChecked(), true);
    assert.equal(await editor().field("node-input-property").inputValue(), "MQTT_URL");
    await editor().done();
    assert.deepEqual(await editor().saved("parser"), { ...parser, ...edited });
  });

  for (const id of ["parser", "sparse"]) {
    it(`leaves ${id} as it is when nothing is changed but what is tried`, async () => {
      const before = await editor().saved(id);
      await editor().edit(id);
      await trial("mqtt://user:s3cret@h");
      await editor().done();
      assert.deepEqual(await editor().saved(id), before);
      assert.equal(await editor().isChanged(), false);
    });
  }

  it("shows the parts of what is tried, and dots for the password", async () => {
    await editor().edit("parser");
    await editor().hint("node-input-tryIt").filter({ hasText: "Not saved with the flow." }).waitFor();
    await trial("wss://user:s3cret@Broker.example/mqtt?token=s3cret&keepalive=5");
    await part("host").filter({ hasText: "broker.example" }).waitFor();
    assert.equal(await part("protocol").textContent(), "wss");
    assert.equal(await part("port").textContent(), "443");
    assert.equal(await part("username").textContent(), "user");
    assert.equal(await part("password").textContent(), "••••••••");
    assert.equal(await part("query").textContent(), "token=***&keepalive=5");
    assert.doesNotMatch((await editor().page.locator("#m2m-uri-parts").textContent()) ?? "", /s3cret/);
  });

  it("shows each address of a list", async () => {
    await editor().edit("parser");
    await trial("mqtt://a,mqtts://b");
    await editor().page.locator("#m2m-uri-parts").filter({ hasText: "Address 2 of 2" }).waitFor();
    assert.deepEqual(await part("host").allTextContents(), ["a", "b"]);
  });

  it("says what is wrong, with a caret under it, and follows what is corrected", async () => {
    await editor().edit("parser");
    await trial("mqtt://user:p/w@h");
    const hint = editor().hint("node-input-tryIt").filter({ hasText: "Column 14: write '/' in a password as %2F." });
    await hint.waitFor();
    assert.equal(await hint.getAttribute("data-level"), "error");
    assert.equal(await part("host").count(), 0);
    const caret = editor().page.locator("#m2m-uri-caret");
    assert.equal(await caret.textContent(), "mqtt://user:p^");
    await aligned(14);

    await trial("mqtt://user:p%2Fw@h");
    await part("host").waitFor();
    assert.equal(await caret.isVisible(), false);
  });

  it("warns of what is valid and probably not meant", async () => {
    await editor().edit("parser");
    await trial("mqtt://h?clientid=a");
    const hint = editor().hint("node-input-tryIt").filter({ hasText: "Did you mean clientId?" });
    await hint.waitFor();
    assert.equal(await hint.getAttribute("data-level"), "warning");
  });

  it("takes an address without a protocol only if the node does", async () => {
    await editor().edit("parser");
    await trial("homeassistant.local");
    await editor().hint("node-input-tryIt").filter({ hasText: "must start with a protocol" }).waitFor();
    await editor().field("node-input-lenient").check();
    await part("host").filter({ hasText: "homeassistant.local" }).waitFor();
  });

  it("shows the text without its password if that is what the node makes", async () => {
    await editor().edit("parser");
    await trial("mqtt://user:p/w@h");
    await editor().field("node-input-action").selectOption("redact");
    await part("redacted").filter({ hasText: "mqtt://user:***@h" }).waitFor();
  });

  it("says under a property that it is none", async () => {
    await editor().edit("parser");
    await typed("property", "flow", "a[");
    await editor().page.keyboard.press("Tab");
    const hint = editor().hint("node-input-property").filter({ hasText: "This is no property" });
    await hint.waitFor();
    assert.equal(await hint.getAttribute("data-level"), "error");
  });

  /** The caret stands under the character of a column: in a monospaced font that is a matter of widths. */
  async function aligned(column: number): Promise<void> {
    const [text, caret] = await editor().page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>("#node-input-tryIt");
      const mark = document.querySelector("#m2m-uri-caret > span > span:last-child");
      if (input === null || mark === null) return [0, 0];
      const style = getComputedStyle(input);
      const inset = Number.parseFloat(style.borderLeftWidth) + Number.parseFloat(style.paddingLeft);
      return [input.getBoundingClientRect().left + inset, mark.getBoundingClientRect().left];
    });
    const width = await editor().page.evaluate(
      () => document.querySelector("#m2m-uri-caret > span > span:last-child")?.getBoundingClientRect().width ?? 0,
    );
    assert.ok(Math.abs(caret - text - (column - 1) * width) < 1.5, `${caret - text} is not ${(column - 1) * width}`);
  }

  function trial(text: string): Promise<void> {
    return editor().field("node-input-tryIt").fill(text);
  }

  function part(name: string): ReturnType<ReturnType<typeof editor>["field"]> {
    return editor().page.locator(`#m2m-uri-parts td[data-part="${name}"]`);
  }

  /** Chooses a type in a field that has several, and fills it in. */
  async function typed(property: string, type: string, value: string): Promise<void> {
    const row = editor().page.locator(`.form-row:has(> #node-input-${property})`);
    const option = editor().page.locator(`.red-ui-typedInput-options:visible > [value="${type}"]`);
    const select = row.locator(".red-ui-typedInput-type-select");
    await select.click();
    // The editor closes a menu when it puts the focus elsewhere, which it may do a moment after the dialog is there.
    await option.click({ timeout: 3_000 }).catch(async () => {
      await select.click();
      await option.click();
    });
    await row.locator("input.red-ui-typedInput-input").fill(value);
  }
});
