import { english } from "../broker/english";

declare global {
  /** As much of the editor's API as there is here. */
  const RED: { readonly _: typeof english.translate };
}

/** Gives what the tests of a describe block use the texts of en-US, as the editor does: its keys name the catalogue. */
export function useEnglish(): void {
  const translate: typeof RED._ = (key, values) => english.translate(key.replace(/^.*:/, ""), values);
  before(() => Object.assign(globalThis, { RED: { _: translate } }));
  after(() => Reflect.deleteProperty(globalThis, "RED"));
}
