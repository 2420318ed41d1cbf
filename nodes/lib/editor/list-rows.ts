/** A row that has been removed fades out first. */
const FADING = ".red-ui-editableList-item-deleting";

/** The rows of an `editableList` that are still in it. */
export function listRows(list: JQuery): JQuery[] {
  const rows = list
    .editableList("items")
    .toArray()
    .map((row) => $(row));
  return rows.filter((row) => row.closest(FADING).length === 0);
}
