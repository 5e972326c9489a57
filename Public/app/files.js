// Files from pickers and drops, whole folders included.

/** Extensions taken as lists of codes. */
export const codeListExtensions = [".xlsx", ".csv", ".txt"];

/** Whether a file name ends in one of `extensions`, in any case. */
export function hasExtension(name, extensions) {
  const lower = name.toLowerCase();
  return extensions.some((extension) => lower.endsWith(extension));
}

/**
 * The files of a drop, with their paths below what was dropped.
 * @param {DataTransfer} transfer
 * @returns {Promise<{file: File, path: string}[]>}
 */
export async function droppedFiles(transfer) {
  // Entries must be taken before the first await: the transfer is empty afterwards.
  const entries = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  const files = [];
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) await walk(entry, files);
    else if (file) files.push({ file, path: file.name });
  }
  return files;
}

/** The files of a picker. */
export function pickedFiles(input) {
  return [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

async function walk(directory, files) {
  const reader = directory.createReader();
  for (;;) {
    // A reader hands out a folder in pieces; an empty one is the end.
    const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.isDirectory) {
        await walk(entry, files);
      } else {
        const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
        files.push({ file, path: entry.fullPath.replace(/^\//, "") });
      }
    }
  }
}

/**
 * Lets files be dropped on `zone` or picked through the file input inside it.
 * @param {HTMLElement} zone
 * @param {(files: {file: File, path: string}[]) => void} take
 */
export function acceptFiles(zone, take) {
  const input = zone.querySelector('input[type="file"]');
  input.addEventListener("change", () => {
    take(pickedFiles(input));
    input.value = "";
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(await droppedFiles(event.dataTransfer));
  });
}

/** A file's content in base64, as `file_content` takes it. */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
