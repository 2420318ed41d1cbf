/** What the editor shows in the place of a saved secret. */
export const SAVED_SECRET = "__PWRD__";
