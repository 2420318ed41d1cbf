import { editorText, sharedText } from "./texts";

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

/**
 * Makes an empty `<ol>` an `editableList`.
 * @param inputs what stands in a row
 */
export function makeList<T extends object>(list: JQuery, inputs: (item: Partial<T>) => JQuery): void {
  const remove = editorText("common.label.delete");
  list.editableList<Partial<T>>({
    addItem: (row, _index, item) => {
      row.append(inputs(item));
      row.siblings(".red-ui-editableList-item-remove").attr("aria-label", remove);
    },
    removeItem: () => void list.trigger("change"),
    addButton: sharedText("list.add"),
    removable: true,
    height: "auto",
  });
}
