// Handing a file to the sandbox, for attachment options and forms.

/**
 * @param {File} file
 * @returns {Promise<{id: string, name: string, size: number, preview: string|null}>} preview is
 * an address of the picture in this browser; rejects with a sentence when it is refused
 */
export async function uploadFile(file) {
  const body = new FormData();
  body.append("file", file, file.name);
  const answer = await fetch("/uploads", { method: "POST", body });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
  return { id: told.id, name: file.name, size: file.size, preview };
}
