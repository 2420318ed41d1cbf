/** Each node's script brings the styles along; the first dialog that opens puts them into the page. */
const ID = "m2m-mqtt-styles";

const CSS = `
.m2m-dialog { contain: inline-size; container-type: inline-size; }
.m2m-dialog .form-row { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; margin-bottom: 12px; }
.m2m-dialog .form-row > label { flex: 0 0 118px; width: 118px; margin: 0; hyphens: auto; overflow-wrap: break-word; }
.m2m-dialog .form-row > input[type="text"],
.m2m-dialog .form-row > input[type="password"],
.m2m-dialog .form-row > select,
.m2m-dialog .form-row > div:not(.m2m-hint) { flex: 1 1 24px; width: 0; min-width: 0; margin: 0; }
.m2m-dialog .form-row > div > select { min-width: 0; }
.m2m-dialog .form-row > input.m2m-number[type="text"] { flex: 0 0 80px; }
.m2m-dialog .form-row > .m2m-suffix { flex: 1 1 24px; }
.m2m-dialog .red-ui-editableList-container:not(:has(li)) { display: none; }
.m2m-dialog .form-row > input[type="checkbox"] { position: relative; top: 2px; flex: 0 0 auto; width: auto; margin: 0; }
.m2m-dialog .form-row.m2m-check { padding-left: 126px; flex-wrap: wrap; }
.m2m-dialog .form-row.m2m-check > label { flex: 1 1 0; width: auto; }
.m2m-dialog .form-row.m2m-check > .m2m-hint { padding-left: 0; }
.m2m-dialog .form-row.m2m-hidden { display: none; }
.m2m-dialog .m2m-list-label { flex: 0 0 100%; margin-bottom: 4px; }
.m2m-dialog .m2m-hint { display: flex; gap: 6px; flex: 0 0 100%; box-sizing: border-box; padding: 4px 0 0 126px;
  font-size: 13px; line-height: 18px; overflow-wrap: anywhere; color: var(--red-ui-primary-text-color); }
.m2m-dialog .m2m-hint > i { flex: 0 0 14px; line-height: 18px; text-align: center; }
.m2m-dialog .m2m-hint > div { flex: 1 1 0; min-width: 0; white-space: pre-line; }
.m2m-dialog .m2m-hint > div > span { margin-right: 6px; }
.m2m-dialog .m2m-link { padding: 0; border: 0; background: none; font: inherit; color: inherit;
  text-decoration: underline; cursor: pointer; }
.m2m-dialog .m2m-link:focus-visible { outline: 1px solid var(--red-ui-form-input-focus-color); outline-offset: 2px; }
.m2m-dialog .m2m-hint[data-level="ok"] > i { color: var(--red-ui-text-color-success); }
.m2m-dialog .m2m-hint[data-level="warning"] > i { color: var(--red-ui-text-color-warning); }
.m2m-dialog .m2m-hint[data-level="error"] > i { color: var(--red-ui-text-color-error); }
.m2m-fold { margin: 0 0 4px; border-top: 1px solid var(--red-ui-secondary-border-color); }
.m2m-fold + .form-row { padding-top: 8px; border-top: 1px solid var(--red-ui-secondary-border-color); }
.m2m-fold > summary { display: flex; align-items: baseline; gap: 8px; padding: 8px 0; cursor: pointer; list-style: none;
  color: var(--red-ui-primary-text-color); }
.m2m-fold > summary::-webkit-details-marker { display: none; }
.m2m-fold > summary::before { content: "\\f105"; font: 14px FontAwesome; flex: 0 0 10px; }
.m2m-fold[open] > summary::before { content: "\\f107"; }
.m2m-fold > summary:focus-visible { outline: 1px solid var(--red-ui-form-input-focus-color); }
.m2m-fold > summary > span:nth-of-type(1) { flex: 0 0 auto; font-weight: bold; }
.m2m-fold > summary > .m2m-fold-summary { flex: 1 1 0; min-width: 0; overflow-wrap: anywhere; text-align: right; }
.m2m-fold[open] > summary > .m2m-fold-summary { overflow: hidden; visibility: hidden; white-space: nowrap; }
#m2m-test-connection { margin-left: 126px; }
#m2m-trial:has(.m2m-trial-rows > *) { margin: -4px 0 16px; }
.m2m-trial-changed { margin-bottom: 2px; font-size: 13px; line-height: 18px; }
[data-changed="true"] > .m2m-trial-rows { opacity: 0.85; filter: grayscale(1); }
.m2m-trial-address { font-weight: bold; line-height: 22px; overflow-wrap: anywhere; }
.m2m-trial-rows > * + .m2m-trial-address { margin-top: 6px; }
.m2m-layer { display: grid; grid-template-columns: 14px 100px minmax(0, 1fr) auto; gap: 0 6px; padding: 1px 0;
  font-size: 13px; line-height: 18px; overflow-wrap: anywhere; hyphens: auto; color: var(--red-ui-primary-text-color); }
.m2m-layer > i { line-height: 18px; text-align: center; }
.m2m-layer[data-state="passed"] > i { color: var(--red-ui-text-color-success); }
.m2m-layer[data-state="failed"] > i { color: var(--red-ui-text-color-error); }
.m2m-trial-rows > .m2m-hint { padding-left: 0; }
@media (prefers-reduced-motion: reduce) { .m2m-layer > .fa-spin { animation: none; } }
.m2m-dialog .m2m-pair { display: flex; gap: 8px; }
.m2m-dialog .m2m-pair > input[type="text"] { flex: 1 1 0; width: 0; min-width: 0; margin: 0; }
.m2m-dialog .form-row > .m2m-browse { flex: 0 0 auto; align-self: flex-start; }
.m2m-dialog .m2m-browse > i { margin-right: 6px; }
.m2m-dialog .m2m-browser { margin: -4px 0 12px; padding: 8px; border: 1px solid var(--red-ui-secondary-border-color);
  border-radius: 4px; }
.m2m-dialog .m2m-browser-search { margin-bottom: 6px; }
.m2m-dialog .m2m-browser-search input[type="text"] { width: 100%; }
.m2m-dialog .m2m-browser-filter { display: none; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-top: 6px; }
.m2m-dialog .m2m-browser-filter > input[type="text"] { flex: 1 1 100px; width: 0; min-width: 0; margin: 0; }
.m2m-dialog .m2m-topic-tree { height: 260px; }
.m2m-dialog .m2m-topic-tree .red-ui-treeList-label { padding: 3px 0; }
.m2m-dialog .m2m-topic-row { display: flex; align-items: center; gap: 8px; min-width: 0; overflow: hidden;
  padding-right: 8px; box-sizing: border-box; font-size: 13px; }
.m2m-dialog .m2m-topic-count { flex: 0 0 auto; font-size: 12px; }
.m2m-dialog .m2m-topic-more { text-decoration: underline; }
.m2m-dialog .m2m-browser-survey { margin-top: 6px; font-size: 13px; }
.m2m-dialog .m2m-browser-state { display: flex; flex-wrap: wrap; gap: 0 10px; }
.m2m-dialog .m2m-browser-state > span { overflow-wrap: anywhere; }
.m2m-dialog .m2m-browser-suggestion { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; font-size: 13px;
  overflow-wrap: anywhere; }
.m2m-dialog .m2m-browser-suggestion:not(:empty) { margin-top: 6px; }
.m2m-topic-name { display: inline-flex; flex: 0 1 auto; min-width: 60px; max-width: 100%; white-space: pre;
  font-family: var(--red-ui-monospace-font), monospace; }
.m2m-topic-beginning { flex: 0 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
.m2m-topic-end { flex: 0 0 auto; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.m2m-topic-value { flex: 1 1 0; min-width: 40px; overflow: hidden; text-overflow: ellipsis; text-align: right;
  white-space: pre; font-size: 12px; }
.m2m-completion { display: flex; align-items: center; gap: 12px; overflow: hidden; color: var(--red-ui-primary-text-color); }
.m2m-completion > .m2m-topic-name { font-size: 13px; }
.m2m-completion-note { font-style: italic; }
@container (max-width: 440px) {
  .m2m-dialog .m2m-browse > span { display: none; }
  .m2m-dialog .m2m-browse > i { margin-right: 0; }
}
`;

/** Adds the styles of our dialogs to the page, once. */
export function installStyles(): void {
  if (document.getElementById(ID)) return;
  $("<style>").attr("id", ID).text(CSS).appendTo("head");
}
