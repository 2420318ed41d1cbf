import assert from "node:assert/strict";
import { chromiumMissing } from "../support/chromium";
import { needs } from "../support/needs";
import { EditorPage } from "./editor-page";
import type { EditorOptions } from "./shared-parts";

/** Milliseconds: a Node-RED and a browser start on a busy machine. */
const PATIENCE = 120_000;

/**
 * Gives the tests of a describe block a Node-RED with its editor, for each as if loaded anew. An error or a warning in
 * the browser fails the test it came up in.
 * @returns the editor, once the tests run
 */
export function useEditor(options: EditorOptions = {}): () => EditorPage {
  needs(chromiumMissing());
  let opened: EditorPage | undefined;
  const editor = (): EditorPage => {
    assert.ok(opened);
    return opened;
  };
  before(async function () {
    this.timeout(PATIENCE);
    opened = await EditorPage.open(options);
  });
  beforeEach(async () => editor().refresh());
  afterEach(() => assert.deepEqual(editor().problems.splice(0), []));
  after(async () => opened?.close());
  return editor;
}
