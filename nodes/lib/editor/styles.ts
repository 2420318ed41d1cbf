/** Each node's script brings the styles along; the first dialog that opens puts them into the page. */
const ID = "m2m-mqtt-styles";

const CSS = `
.m2m-dialog { contain: inline-size; container-type: inline-size; }
.m2m-dialog .form-row { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; margin-bottom: 12px; }
.m2m-dialog .form-row > label { flex: 0 0 118px; width: 118px; margin: 0; hyphens: auto; overflow-wrap: break-word; }
.m2m-dialog .form-row > input[type="text"],
.m2m-dialog .form-row > input[type="password"],
.m2m-dialog .form-row > select,
.m2m-dialog .form-row > div:not(.m2m-hint) { flex: 1 1 24px; width: 0; min-width: 0; margin: 0; }
.m2m-dialog .form-row > div > select { min-width: 0; }
.m2m-dialog .form-row > input.m2m-number[type="text"] { flex: 0 0 96px; }
.m2m-dialog .form-row > .m2m-suffix { flex: 1 1 24px; }
.m2m-dialog .red-ui-editableList-container:not(:has(li)) { display: none; }
.m2m-dialog .form-row > input[type="checkbox"] { flex: 0 0 auto; width: auto; margin: 0; }
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
.m2m-fold > summary { display: flex; align-items: baseline; gap: 8px; padding: 8px 0; cursor: pointer; list-style: none;
  color: var(--red-ui-primary-text-color); }
.m2m-fold > summary::-webkit-details-marker { display: none; }
.m2m-fold > summary::before { content: "\\f105"; font: 14px FontAwesome; flex: 0 0 10px; }
.m2m-fold[open] > summary::before { content: "\\f107"; }
.m2m-fold > summary:focus-visible { outline: 1px solid var(--red-ui-form-input-focus-color); }
.m2m-fold > summary > span:nth-of-type(1) { flex: 0 0 auto; font-weight: bold; }
.m2m-fold > summary > .m2m-fold-summary { flex: 1 1 0; min-width: 0; overflow-wrap: anywhere; text-align: right; }
.m2m-fold[open] > summary > .m2m-fold-summary { overflow: hidden; visibility: hidden; white-space: nowrap; }
.m2m-dialog .m2m-pair { display: flex; gap: 8px; }
.m2m-dialog .m2m-pair > input[type="text"] { flex: 1 1 0; width: 0; min-width: 0; margin: 0; }
`;

/** Adds the styles of our dialogs to the page, once. */
export function installStyles(): void {
  if (document.getElementById(ID)) return;
  $("<style>").attr("id", ID).text(CSS).appendTo("head");
}
