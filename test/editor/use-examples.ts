import type { EditorPage } from "./editor-page";
import { useEditor } from "./use-editor";

/** Gives the tests of a describe block an editor for examples, none of which outlives its test. */
export function useExamples(): () => EditorPage {
  const editor = useEditor();
  // A debug message that comes while the next page is still loading is more than the editor's own debug tab can take.
  afterEach(() => editor().nodeRed.deploy([]));
  return editor;
}
